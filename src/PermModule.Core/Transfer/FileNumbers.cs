using System.Globalization;

namespace PermModule.Transfer;

/// <summary>Reads whole numbers as files of people hold them.</summary>
internal static class FileNumbers
{
    private const int Group = 3;

    /// <summary>Reads a whole number of 0 or more.</summary>
    /// <param name="text">The text.</param>
    /// <param name="culture">The culture in which numbers are written, or null: then nobody knows whether 1.234 is more than a thousand or a little more than one.</param>
    /// <param name="number">The number.</param>
    /// <returns>False where the text is none, also where what separates thousands stands anywhere else: 1.5 is not 15.</returns>
    public static bool TryRead(string text, CultureInfo? culture, out long number)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        if (culture is null)
        {
            return false;
        }

        NumberFormatInfo format = culture.NumberFormat;
        string separator = Plain(format.NumberGroupSeparator);
        if (separator.Length == 0)
        {
            return false;
        }

        string[] groups = Plain(text).Split(separator);
        return (IsGrouped(groups, [Group]) || IsGrouped(groups, format.NumberGroupSizes))
            && long.TryParse(string.Concat(groups), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>True when every group but the first is full, and the first is no zero; the last size holds for all groups in front of it.</summary>
    private static bool IsGrouped(string[] groups, int[] sizes)
    {
        for (int i = groups.Length - 1; i >= 0; i--)
        {
            int size = sizes.Length == 0 ? 0 : sizes[Math.Min(groups.Length - 1 - i, sizes.Length - 1)];
            if (i > 0 ? groups[i].Length != size : groups[i].Length is 0 || groups[i][0] == '0' || (size > 0 && groups[i].Length > size))
            {
                return false;
            }
        }

        return groups.Length > 1;
    }

    // Programs do not agree on which blank and which apostrophe separates thousands.
    private static string Plain(string text) => text.Replace('\u202F', ' ').Replace('\u00A0', ' ').Replace('\u2019', '\'');
}
