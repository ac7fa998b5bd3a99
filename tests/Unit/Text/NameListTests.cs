namespace PermModule.Unit.Text;

public sealed class NameListTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Marketing", "Marketing")]
    [InlineData("Marketing;Print", "Marketing", "Print")]
    [InlineData("\"Marketing, Print\";\"a;b\";\"say \"\"hello\"\"\"", "Marketing, Print", "a;b", "say \"hello\"")]
    public void The_text_of_a_list_is_read_back_as_the_list(string text, params string[] names)
    {
        Assert.Equal(text, NameList.Of(names).ToString());
        Assert.Equal(names, NameList.Parse(text));
    }

    [Theory]
    [InlineData("System.String[]")]
    [InlineData("System.Object[]")]
    [InlineData("System.Collections.Generic.List`1[System.String]")]
    [InlineData("System.Collections.ObjectModel.ReadOnlyCollection`1[System.String]")]
    [InlineData("System.Collections.ArrayList")]
    public void The_name_of_a_type_is_refused(string text) =>
        Assert.Equal("InvalidValue", Assert.Throws<PermInvalidInputException>(() => NameList.Parse(text)).ErrorId);

    [Theory]
    [InlineData("System")]
    [InlineData("System.Admins")]
    [InlineData("Systems[]")]
    public void A_name_that_only_looks_like_one_is_taken(string text) => Assert.Equal([text], NameList.Parse(text));
}
