namespace PermModule.Unit.Seats;

/// <summary>Prices of seats, wherever a contract goes.</summary>
public class SeatPriceTests : IDisposable
{
    private static readonly SeatPrices Prices = new() { Heavy = 41.5m, Light = 0.05m };

    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose()
    {
        _test.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Prices_are_kept_to_the_cent_with_their_event()
    {
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 5, PricePerSeat = Prices });
        _test.Reopen();
        Assert.Equal(Prices, _test.Store.Seats.Contract.PricePerSeat);
        PermAuditEvent written = _test.Store.Trail.FindEvents(new AuditEventFilter { Newest = 1 }).Single();
        Assert.Equal("ContractChanged", written.Action);
        Assert.Contains("\"PricePerSeat\":{\"Heavy\":null", written.Before, StringComparison.Ordinal);
        Assert.Contains("\"PricePerSeat\":{\"Heavy\":41.5,\"Regular\":null,\"Light\":0.05}", written.After, StringComparison.Ordinal);
    }

    [Fact]
    public void A_past_moment_has_the_prices_of_then_and_undo_brings_them_back()
    {
        _test.Store.Seats.SetContract(new SeatContract { PricePerSeat = Prices });
        _test.Clock.Advance(TimeSpan.FromDays(1));
        DateTimeOffset then = _test.Clock.GetUtcNow();
        _test.Clock.Advance(TimeSpan.FromDays(1));
        _test.Store.Seats.SetContract(new SeatContract { PricePerSeat = Prices with { Heavy = 50 } });
        using (PermStore past = _test.Store.AsOf(then))
        {
            Assert.Equal(Prices, past.Seats.Contract.PricePerSeat);
        }

        Guid command = _test.Store.Trail.FindEvents(new AuditEventFilter { Newest = 1 }).Single().CorrelationId;
        _test.Store.History.Undo(command);
        Assert.Equal(Prices, _test.Store.Seats.Contract.PricePerSeat);
    }

    [Fact]
    public void Two_stores_differ_by_their_prices()
    {
        using TestStore other = new TestStore().WithProfiles();
        _test.Store.Seats.SetContract(new SeatContract { PricePerSeat = Prices });
        StoreDifference found = Assert.Single(other.Store.Comparison.Compare(_test.Store.Comparison, [StoreDifferenceKind.Contract]));
        Assert.Equal(nameof(SeatContract.PricePerSeat), found.Property);
    }

    [Fact]
    public void A_document_keeps_the_prices_that_it_does_not_name_and_forgets_null()
    {
        string path = _test.File("perm.json");
        _test.Store.Seats.SetContract(new SeatContract { PricePerSeat = Prices });
        File.WriteAllText(path, """{"schemaVersion":1,"contract":{"pricePerSeat":{"regular":18.25,"light":null}},"profiles":[]}""");
        _test.Store.Transfer.ImportProfiles(path);
        Assert.Equal(new SeatPrices { Heavy = 41.5m, Regular = 18.25m }, _test.Store.Seats.Contract.PricePerSeat);
        _test.Store.Transfer.ExportProfiles(path, overwrite: true);
        Assert.Empty(_test.Store.Transfer.ImportProfiles(path));
    }

    [Fact]
    public void A_currency_is_kept_in_upper_case_with_its_event_and_goes_back()
    {
        _test.Store.Seats.SetContract(new SeatContract { PricePerSeat = Prices, Currency = "eur" });
        _test.Reopen();
        Assert.Equal("EUR", _test.Store.Seats.Contract.Currency);
        _test.Clock.Advance(TimeSpan.FromDays(1));
        DateTimeOffset then = _test.Clock.GetUtcNow();
        _test.Clock.Advance(TimeSpan.FromDays(1));
        _test.Store.Seats.SetContract(new SeatContract { PricePerSeat = Prices, Currency = "" });
        Assert.Null(_test.Store.Seats.Contract.Currency);
        PermAuditEvent written = _test.Store.Trail.FindEvents(new AuditEventFilter { Newest = 1 }).Single();
        Assert.Contains("\"Currency\":\"EUR\"", written.Before, StringComparison.Ordinal);
        Assert.Contains("\"Currency\":null", written.After, StringComparison.Ordinal);
        using (PermStore past = _test.Store.AsOf(then))
        {
            Assert.Equal("EUR", past.Seats.Contract.Currency);
        }

        _test.Store.History.Undo(written.CorrelationId);
        Assert.Equal("EUR", _test.Store.Seats.Contract.Currency);
    }

    [Fact]
    public void An_event_from_before_there_were_currencies_has_none() =>
        Assert.Null(EventPart.Parse("{\"Heavy\":3,\"Enforcement\":\"Block\",\"PricePerSeat\":{\"Heavy\":40}}").Contract().Currency);

    [Fact]
    public void A_currency_moves_with_a_backup_and_is_a_difference_of_its_own()
    {
        _test.Store.Seats.SetContract(new SeatContract { PricePerSeat = Prices, Currency = "CHF" });
        string path = _test.Store.Backup(_test.File("moved.db")).FullName;
        using (PermStore moved = PermStore.Open(path, _test.Options))
        {
            Assert.Equal("CHF", moved.Seats.Contract.Currency);
        }

        using TestStore other = new TestStore().WithProfiles();
        other.Store.Seats.SetContract(new SeatContract { PricePerSeat = Prices });
        StoreDifference found = Assert.Single(other.Store.Comparison.Compare(_test.Store.Comparison, [StoreDifferenceKind.Contract]));
        Assert.Equal((nameof(SeatContract.Currency), "CHF", null), (found.Property, found.Reference, found.Difference));
    }

    [Fact]
    public void Who_decided_from_an_old_currency_is_told()
    {
        SeatContract read = _test.Store.Seats.Contract;
        _test.Store.Seats.SetContract(new SeatContract { Currency = "EUR" });
        Assert.Equal("ConcurrentChange", Assert.Throws<PermConflictException>(() => _test.Store.Seats.ChangeContract(contract => contract with { Currency = "USD" }, read)).ErrorId);
    }

    [Fact]
    public void A_document_keeps_the_currency_that_it_does_not_name_and_forgets_null()
    {
        string path = _test.File("perm.json");
        _test.Store.Seats.SetContract(new SeatContract { Currency = "EUR" });
        File.WriteAllText(path, """{"schemaVersion":1,"contract":{"heavy":3},"profiles":[]}""");
        _test.Store.Transfer.ImportProfiles(path);
        Assert.Equal("EUR", _test.Store.Seats.Contract.Currency);
        File.WriteAllText(path, """{"schemaVersion":1,"contract":{"currency":"sek"},"profiles":[]}""");
        Assert.Equal("EUR -> SEK", Assert.Single(_test.Store.Transfer.ImportProfiles(path)).Value);
        File.WriteAllText(path, """{"schemaVersion":1,"contract":{"currency":null},"profiles":[]}""");
        Assert.Equal("SEK -> none", Assert.Single(_test.Store.Transfer.ImportProfiles(path)).Value);
        Assert.Null(_test.Store.Seats.Contract.Currency);
    }

    [Theory]
    [InlineData("EU")]
    [InlineData("EURO")]
    [InlineData("E1R")]
    [InlineData("€")]
    [InlineData("u\u017Fd")]
    [InlineData(" EU")]
    public void A_currency_that_is_not_three_letters_is_refused(string currency)
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => _test.Store.Seats.SetContract(new SeatContract { Currency = currency }));
        Assert.Equal("InvalidValue", error.ErrorId);
        Assert.Equal($"The currency is '{currency}'; it must be the three letters, A to Z, of a code of ISO 4217 such as EUR, or empty for none.", error.Message);
        string path = _test.File("perm.json");
        File.WriteAllText(path, $$$"""{"schemaVersion":1,"contract":{"currency":"{{{currency}}}"},"profiles":[]}""");
        Assert.Equal("InvalidDocument", Assert.Throws<PermInvalidInputException>(() => _test.Store.Transfer.ImportProfiles(path)).ErrorId);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.005")]
    [InlineData("1000000001")]
    [InlineData("\"1\"")]
    public void A_price_that_a_store_would_not_keep_is_refused(string price)
    {
        string path = _test.File("perm.json");
        File.WriteAllText(path, $$$"""{"schemaVersion":1,"contract":{"pricePerSeat":{"heavy":{{{price}}}}},"profiles":[]}""");
        Assert.Equal("InvalidDocument", Assert.Throws<PermInvalidInputException>(() => _test.Store.Transfer.ImportProfiles(path)).ErrorId);
        if (decimal.TryParse(price, System.Globalization.CultureInfo.InvariantCulture, out decimal number))
        {
            PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => _test.Store.Seats.SetContract(new SeatContract { PricePerSeat = new SeatPrices { Light = number } }));
            Assert.Equal("InvalidValue", error.ErrorId);
            Assert.StartsWith("The price of a Light seat is ", error.Message, StringComparison.Ordinal);
        }
    }
}
