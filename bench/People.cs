using System.Globalization;
using CsvHelper;

namespace PermModule.Bench;

/// <summary>Invented people, the same for the same seed.</summary>
internal static class People
{
    public const string Viewer = "Viewer";
    public const string Editor = "Editor";
    public const string Admin = "Admin";

    private static readonly string[] FirstNames = ["Ann", "Bo", "Chloé", "Dmitri", "Elif", "Farid", "Grace", "Hiro", "Inês", "Jürgen"];
    private static readonly string[] LastNames = ["Ng", "O'Neil", "Øster", "Petrov", "Quist", "Rossi", "Şahin", "Tanaka", "Ueda", "Vargas"];
    private static readonly string[] Departments = ["Brand", "Legal", "Marketing", "Sales", "Studio"];
    private static readonly string[] Locations = ["DE", "FR", "JP", "NL", "US"];

    /// <summary>Writes people as a plain CSV.</summary>
    public static void WriteCsv(string path, int count)
    {
        using CsvWriter writer = CsvWriter.ToFile(path);
        writer.WriteHeader("UserName", "Email", "FirstName", "LastName", "Profile", "Department", "Location");
        foreach (UserData person in Make(count))
        {
            writer.WriteRecord(person.UserName, person.Email, person.FirstName, person.LastName, person.Profile, person.Department, person.Location);
        }
    }

    /// <summary>People with distinct names in random order, most of them Viewers.</summary>
    public static IEnumerable<UserData> Make(int count, int seed = 1)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            // An odd multiplier permutes the numbers, so that names come in no order and never twice.
            uint number = unchecked((uint)i * 2_654_435_761u);
            string name = string.Create(CultureInfo.InvariantCulture, $"user{number:x8}");
            yield return new UserData
            {
                UserName = name,
                Email = name + "@example.com",
                FirstName = FirstNames[random.Next(FirstNames.Length)],
                LastName = LastNames[random.Next(LastNames.Length)],
                Profile = random.Next(100) switch { < 2 => Admin, < 30 => Editor, _ => Viewer },
                Department = Departments[random.Next(Departments.Length)],
                Location = Locations[random.Next(Locations.Length)],
            };
        }
    }
}
