using System.Text.RegularExpressions;

namespace PermModule.Unit.Delegation;

/// <summary>What users are told about delegated administration is what the table of the code says.</summary>
public sealed partial class DelegationTopicTests
{
    [Fact]
    public void TheTopicNamesTheRightOfEveryAction()
    {
        string topic = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "about_PermModule_Delegated_Administration.md"));

        Dictionary<string, string> told = Row().Matches(topic).ToDictionary(row => row.Groups["action"].Value, row => row.Groups["right"].Value, StringComparer.Ordinal);

        Dictionary<string, string> asked = Enum.GetValues<DelegatedAction>().ToDictionary(action => action.ToString(), action => DelegationRules.RightFor(action).Key, StringComparer.Ordinal);
        Assert.Equal(asked, told);
    }

    [GeneratedRegex(@"^\| (?<action>\w+) \| [^|]+ \| (?<right>[a-z-]+(\.[a-z-]+){2}) \|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Row();
}
