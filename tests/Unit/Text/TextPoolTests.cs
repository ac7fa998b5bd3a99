using System.Text;
using PermModule.Text;

namespace PermModule.Unit.Text;

public sealed class TextPoolTests
{
    private readonly TextPool _pool = new();

    [Theory]
    [InlineData("")]
    [InlineData("Sales")]
    [InlineData("Ventes à Zürich")]
    [InlineData("\U0001F600")]
    public void A_text_is_the_one_of_its_bytes_whether_it_comes_again_or_not(string text)
    {
        Assert.Equal(text, Get(text));
        Assert.Equal("other", Get("other"));
        Assert.Equal(text, Get(text));
    }

    [Fact]
    public void A_text_that_comes_again_is_the_same_string() => Assert.Same(Get("Sales"), Get("Sales"));

    [Fact]
    public void Texts_that_share_a_place_are_told_apart()
    {
        for (int i = 0; i < 20_000; i++)
        {
            Assert.Equal($"Department {i}", Get($"Department {i}"));
        }
    }

    private string Get(string text) => _pool.Get(Encoding.UTF8.GetBytes(text));
}
