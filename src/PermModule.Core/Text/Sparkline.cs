namespace PermModule.Text;

/// <summary>Draws numbers as a line of bars that are as high as the numbers are between the lowest and the highest of them.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>One bar a number; all of the lowest height if the numbers are equal.</summary>
    public static string Of(IReadOnlyList<long> numbers)
    {
        if (numbers.Count == 0)
        {
            return "";
        }

        long lowest = numbers.Min();
        double range = Math.Max(1, numbers.Max() - (double)lowest);
        return string.Create(numbers.Count, (numbers, lowest, range), static (text, state) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = Bars[(int)Math.Round(((double)state.numbers[i] - state.lowest) / state.range * (Bars.Length - 1))];
            }
        });
    }
}
