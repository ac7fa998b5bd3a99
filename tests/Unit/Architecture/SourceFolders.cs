using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PermModule.Unit.Architecture;

/// <summary>Which folder of the core declares each type. Public types share one namespace, so their files tell where they belong.</summary>
internal static partial class SourceFolders
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(Here(), "../../../src"));

    /// <summary>The folder below the core's root of each type, by full name; the root itself is "".</summary>
    public static IReadOnlyDictionary<string, string> ByType { get; } = Read();

    /// <summary>The folder that declares a type, also of what the compiler made for it; null for a type that is not of the core.</summary>
    public static string? FolderOf(string fullName) => ByType.GetValueOrDefault(fullName.Split('+', '/', '<', '`')[0]);

    /// <summary>The source files of a project; those of C# unless others are named.</summary>
    public static IEnumerable<string> FilesOf(string project, params string[] patterns)
    {
        string root = Path.Combine(Source, project);
        string[] made = [Path.Combine(root, "obj") + Path.DirectorySeparatorChar, Path.Combine(root, "bin") + Path.DirectorySeparatorChar];
        return (patterns.Length == 0 ? ["*.cs"] : patterns).SelectMany(pattern => Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)).Where(file => !made.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));
    }

    /// <summary>A file that lies beside the architecture tests.</summary>
    public static string BesideTheTests(string name) => Path.Combine(Here(), name);

    private static Dictionary<string, string> Read()
    {
        Dictionary<string, string> folders = new(StringComparer.Ordinal);
        string root = Path.Combine(Source, "PermModule.Core");
        foreach (string file in FilesOf("PermModule.Core"))
        {
            string folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/');
            string text = File.ReadAllText(file);
            string ns = Namespace().Match(text).Groups["name"].Value;
            foreach (Match type in Declaration().Matches(text))
            {
                folders[$"{ns}.{type.Groups["name"].Value}"] = folder == "." ? "" : folder;
            }
        }

        return folders;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|ref|unsafe) )*(?:class|record struct|record class|record|struct|enum|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();
}
