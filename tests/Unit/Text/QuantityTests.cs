namespace PermModule.Unit.Text;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 users")]
    [InlineData(1, "1 user")]
    [InlineData(1_234, "1234 users")]
    public void The_word_fits_the_number(long count, string text) => Assert.Equal(text, Quantity.Of(count, "user"));

    [Fact]
    public void Another_form_than_one_with_an_s_is_said() => Assert.Equal("1 seat is, 2 seats are", $"{Quantity.Of(1, "seat is", "seats are")}, {Quantity.Of(2, "seat is", "seats are")}");
}
