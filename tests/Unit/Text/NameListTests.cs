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
    [InlineData("System.Collections.Hashtable")]
    [InlineData("System.Collections.Specialized.OrderedDictionary")]
    [InlineData("System.Collections.Specialized.StringCollection")]
    [InlineData("System.Collections.Generic.Dictionary`2+KeyCollection[System.String,System.Object]")]
    [InlineData("System.Linq.Enumerable+ArrayWhereIterator`1[System.String]")]
    [InlineData("System.Object[][]")]
    [InlineData("System.Object[,]")]
    [InlineData("System.DirectoryServices.ResultPropertyValueCollection")]
    [InlineData("Microsoft.ActiveDirectory.Management.ADPropertyValueCollection")]
    [InlineData("Microsoft.Graph.PowerShell.Models.IMicrosoftGraphDirectoryObject[]")]
    public void The_name_of_a_type_is_refused(string text) =>
        Assert.Equal("InvalidValue", Assert.Throws<PermInvalidInputException>(() => NameList.Parse(text)).ErrorId);

    [Theory]
    [InlineData("System")]
    [InlineData("System.Admins")]
    [InlineData("System.Service.Desk")]
    [InlineData("System.Collections")]
    [InlineData("System.Collection")]
    [InlineData("Microsoft.Teams")]
    [InlineData("Microsoft.Collection")]
    [InlineData("Systems[]")]
    public void A_name_that_only_looks_like_one_is_taken(string text) => Assert.Equal([text], NameList.Parse(text));
}
