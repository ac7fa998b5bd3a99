using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PermModule.Binding;

/// <summary>Reads a filter that is written as a script block, as those of ActiveDirectory are. It is translated and never run.</summary>
internal sealed class UserFilterBlock(SessionState session)
{
    private static readonly Dictionary<TokenKind, UserOperator> Operators = new()
    {
        [TokenKind.Ieq] = UserOperator.Equal,
        [TokenKind.Ine] = UserOperator.NotEqual,
        [TokenKind.Ilike] = UserOperator.Like,
        [TokenKind.Inotlike] = UserOperator.NotLike,
        [TokenKind.Ilt] = UserOperator.Less,
        [TokenKind.Ile] = UserOperator.LessOrEqual,
        [TokenKind.Igt] = UserOperator.Greater,
        [TokenKind.Ige] = UserOperator.GreaterOrEqual,
    };

    // What those who come from a directory type.
    private static readonly Dictionary<string, UserProperty> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Name"] = UserProperty.UserName,
        ["SamAccountName"] = UserProperty.UserName,
        ["Mail"] = UserProperty.Email,
        ["EmailAddress"] = UserProperty.Email,
        ["GivenName"] = UserProperty.FirstName,
        ["Surname"] = UserProperty.LastName,
        ["Profile"] = UserProperty.ProfileName,
        ["Enabled"] = UserProperty.IsActive,
        ["Active"] = UserProperty.IsActive,
        ["Title"] = UserProperty.JobTitle,
        ["Country"] = UserProperty.Location,
        ["LastLogonDate"] = UserProperty.LastLoginAt,
        ["WhenCreated"] = UserProperty.CreatedAt,
    };

    /// <summary>The condition that a script block states; null for an empty one.</summary>
    /// <exception cref="PermInvalidInputException"><c>FilterNotSupported</c>.</exception>
    public UserCondition? Read(ScriptBlock block) => block.Ast switch
    {
        ScriptBlockAst { ParamBlock: null, BeginBlock: null, ProcessBlock: null, EndBlock.Statements: [] } => null,
        ScriptBlockAst { ParamBlock: null, BeginBlock: null, ProcessBlock: null, EndBlock.Statements: [PipelineAst { PipelineElements: [var element] }] } => Condition(element),
        var other => throw Refused(other),
    };

    private UserCondition Condition(Ast ast)
    {
        switch (ast)
        {
            case CommandExpressionAst { Redirections.Count: 0 } expression:
                return Condition(expression.Expression);
            case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [var inner] } }:
                return Condition(inner);
            case BinaryExpressionAst { Operator: TokenKind.And or TokenKind.Or } both:
                return new UserCombination(both.Operator == TokenKind.And, Condition(both.Left), Condition(both.Right));
            case UnaryExpressionAst { TokenKind: TokenKind.Not or TokenKind.Exclaim } not:
                return new UserNegation(Condition(not.Child));
            case BinaryExpressionAst binary when Operators.TryGetValue(binary.Operator, out UserOperator comparison):
                UserProperty property = Property(binary.Left);
                return new UserComparison(property, comparison, Converted(property, Value(binary.Right), binary));
            // Without an operator the parser sees a command: Department -eq 'Press'.
            case CommandAst command:
                return Command(command);
            case MemberExpressionAst or VariableExpressionAst when Property(ast) is UserProperty.IsActive or UserProperty.IsSsoOnly:
                return new UserComparison(Property(ast), UserOperator.Equal, true);
            default:
                throw Refused(ast);
        }
    }

    /// <summary>A filter that starts with the bare name of a property, as in ActiveDirectory, is parsed again with the property as a member.</summary>
    private UserCondition Command(CommandAst command)
    {
        string text = string.Join(' ', command.CommandElements.Select(element => element is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word && PropertyOf(word.Value) is not null ? "$_." + word.Value : element.Extent.Text));
        ScriptBlockAst again = Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Length == 0 && again.EndBlock.Statements is [PipelineAst { PipelineElements: [CommandExpressionAst element] }] ? Condition(element) : throw Refused(command);
    }

    private static UserProperty Property(Ast ast) => ast switch
    {
        MemberExpressionAst { Static: false, Expression: VariableExpressionAst { VariablePath.UserPath: "_" or "PSItem" }, Member: StringConstantExpressionAst { Value: var name } } when PropertyOf(name) is { } property => property,
        StringConstantExpressionAst { Value: var name } when PropertyOf(name) is { } property => property,
        _ => throw Refused(ast),
    };

    private static UserProperty? PropertyOf(string name) =>
        OtherNames.TryGetValue(name, out UserProperty other) ? other : Enum.TryParse(name, ignoreCase: true, out UserProperty property) && Enum.IsDefined(property) && !char.IsAsciiDigit(name[0]) ? property : null;

    /// <summary>A constant, or the value of a variable or of one of its properties; nothing is called.</summary>
    private object? Value(ExpressionAst ast) => ast switch
    {
        ConstantExpressionAst constant => constant.Value,
        VariableExpressionAst { VariablePath.UserPath: var name } variable => Variable(name, variable),
        MemberExpressionAst { Static: false, Expression: VariableExpressionAst { VariablePath.UserPath: not ("_" or "PSItem") and var name } variable, Member: StringConstantExpressionAst { Value: var member } } and not InvokeMemberExpressionAst =>
            PSObject.AsPSObject(Variable(name, variable) ?? throw Refused(ast)).Properties[member]?.Value,
        ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst { Expression: var inner }] } } => Value(inner),
        _ => throw Refused(ast),
    };

    private object? Variable(string name, Ast ast) => name.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        "NULL" => null,
        "_" or "PSITEM" => throw Refused(ast),
        _ => session.PSVariable.GetValue(name) is { } value ? (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value) : null,
    };

    private static object? Converted(UserProperty property, object? value, Ast ast)
    {
        if (value is null)
        {
            return null;
        }

        try
        {
            return property switch
            {
                UserProperty.LastLoginAt or UserProperty.CreatedAt or UserProperty.DeactivatedAt => new MomentAttribute().Transform(null!, value),
                UserProperty.LoginCount => LanguagePrimitives.ConvertTo<long>(value),
                UserProperty.Tier => LanguagePrimitives.ConvertTo<Tier>(value),
                UserProperty.IsActive or UserProperty.IsSsoOnly => value is string text ? bool.Parse(text) : LanguagePrimitives.ConvertTo<bool>(value),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            };
        }
        catch (Exception error) when (error is PSInvalidCastException or ArgumentTransformationMetadataException or FormatException)
        {
            throw new PermInvalidInputException(ErrorId.FilterNotSupported, $"{property} cannot be compared with '{NameList.Shown(value)}' in the filter '{NameList.Shown(ast.Extent.Text)}'.", ast.Extent.Text, error);
        }
    }

    private static PermInvalidInputException Refused(Ast ast) => new(
        ErrorId.FilterNotSupported,
        $"'{NameList.Shown(ast.Extent.Text)}' cannot be asked in a filter. A filter compares {string.Join(", ", Enum.GetNames<UserProperty>())} by -eq, -ne, -like, -notlike, -lt, -le, -gt and -ge with a constant or variable, and combines comparisons by -and, -or, -not and parentheses.",
        ast.Extent.Text);
}
