using System.Globalization;

namespace PermModule.Transfer;

/// <summary>
/// Makes the store what a document says: plans first, checks the seats of the whole once, so that moves pass that fit only together, then writes.
/// Profiles that the document does not name stay as they are.
/// </summary>
/// <param name="scope">The change.</param>
/// <param name="document">What the store is to become.</param>
/// <param name="allowMaintenance">Allows rights that are for maintenance only.</param>
/// <param name="ignoreSeats">Lists the differences even where seats are missing; for a plan that is rolled back.</param>
internal sealed class ProfileImporter(WriteScope scope, ProfileDocument document, bool allowMaintenance, bool ignoreSeats)
{
    private const string Contract = "Seat contract";

    private readonly PermissionSnapshot _before = scope.Snapshot;
    private readonly List<ProfileImportChange> _changes = [];
    private RightSet _added = RightSet.Empty;

    /// <summary>Applies the document and says line by line what that changed.</summary>
    public IReadOnlyList<ProfileImportChange> Apply()
    {
        SeatContract contract = document.Contract?.Invoke(_before.Contract) ?? _before.Contract;
        contract.Validate();
        (PermRight Right, Tier Tier)[] tiers = [.. ChangedTiers()];
        RightTiers tiersAfter = tiers.Aggregate(_before.Tiers, (current, change) => current.With(change.Right, change.Tier));
        foreach (DocumentProfile profile in document.Profiles)
        {
            CheckRights(profile);
        }

        CheckActing(contract, tiers);
        if (!ignoreSeats)
        {
            scope.Seats.Reshape([.. Moves(tiersAfter)], contract, Contract);
        }

        Write(contract);
        WriteTiers(tiers);
        foreach (DocumentProfile profile in document.Profiles)
        {
            Write(profile, tiersAfter);
        }

        WriteDefault();

        // Once a right, however many profiles of the document hold it.
        scope.Session.Warnings.AddRange(RightChange.DeprecationWarnings(_added));
        return _changes;
    }

    /// <summary>Asks for every right that the document needs before any seat is counted.</summary>
    private void CheckActing(SeatContract contract, (PermRight Right, Tier Tier)[] tiers)
    {
        if (contract != _before.Contract || tiers.Length > 0)
        {
            scope.Acting?.Demand(DelegatedAction.ManageSettings, Contract);
        }

        foreach (DocumentProfile profile in document.Profiles)
        {
            if (!_before.TryProfile(profile.Name, out ProfileEntry? stored))
            {
                ProfileWriter.CheckActing(scope, profile.Name, profile.Rights);
            }
            else if (stored.Direct != profile.Rights || stored.Description != profile.Description)
            {
                ProfileWriter.CheckActing(scope, stored, profile.Rights);
            }
        }
    }

    private IEnumerable<(PermRight Right, Tier Tier)> ChangedTiers() =>
        from right in RightCatalogue.Default.Rights
        let tier = document.Tiers is null ? _before.Tiers.Of(right.Index) : document.Tiers.GetValueOrDefault(right.Index, right.DefaultTier)
        where tier != _before.Tiers.Of(right.Index)
        select (right, tier);

    private IEnumerable<(long ProfileId, Tier Tier)> Moves(RightTiers tiers)
    {
        Dictionary<string, RightSet> rights = document.Profiles.ToDictionary(profile => NameKey.Fold(profile.Name), profile => profile.Rights, StringComparer.Ordinal);
        return from profile in _before.Profiles
               let tier = tiers.Of(RightCatalogue.Default.Closure(rights.GetValueOrDefault(profile.NameKey, profile.Direct)))
               where tier != profile.Tier
               select (profile.Id, tier);
    }

    private void CheckRights(DocumentProfile profile)
    {
        RightSet held = _before.TryProfile(profile.Name, out ProfileEntry? stored) ? stored.Direct : RightSet.Empty;
        if (held == profile.Rights && stored is not null)
        {
            return;
        }

        // A right for maintenance that the profile holds already was let in by somebody's override.
        bool isAllowed = allowMaintenance || RightCatalogue.Default.Closure(held).ContainsAll(RightCatalogue.Default.Closure(profile.Rights) & RightCatalogue.Default.MaintenanceOnly);
        RightChange.Grant(RightSet.Empty, profile.Rights, includeRequired: false, isAllowed, profile.Name);
        _added |= profile.Rights - held;
    }

    private void Write(SeatContract contract)
    {
        SeatContract before = _before.Contract;
        if (contract == before)
        {
            return;
        }

        // What the document says is known to whoever imports it, what the contract was is not.
        bool maySeeContract = scope.Acting?.MayDo(DelegatedAction.ViewSeats) != false;
        Compare("heavy", before.Heavy, contract.Heavy);
        Compare("regular", before.Regular, contract.Regular);
        Compare("light", before.Light, contract.Light);
        Compare("enforcement", before.Enforcement, contract.Enforcement);
        Compare("warningPercent", before.WarningPercent, contract.WarningPercent);
        Compare("reactivationDelayDays", before.ReactivationDelayDays, contract.ReactivationDelayDays);
        Compare("pricePerSeat", before.PricePerSeat, contract.PricePerSeat);
        Compare("currency", before.Currency, contract.Currency, none: "none");
        SeatService.Write(scope, before, contract);

        void Compare(string part, object? old, object? now, string none = "unlimited")
        {
            if (!Equals(old, now))
            {
                string was = maySeeContract ? string.Create(CultureInfo.InvariantCulture, $"{old ?? none} ") : "";
                Add("~", Contract, part, string.Create(CultureInfo.InvariantCulture, $"{was}-> {now ?? none}"));
            }
        }
    }

    private void WriteTiers((PermRight Right, Tier Tier)[] tiers)
    {
        foreach ((PermRight right, Tier tier) in tiers)
        {
            Add("~", right.Key, "tier", $"{_before.Tiers.Of(right.Index)} -> {tier}");
        }

        RightService.WriteTiers(scope, tiers);
    }

    private void Write(DocumentProfile profile, RightTiers tiers)
    {
        if (!_before.TryProfile(profile.Name, out ProfileEntry? stored))
        {
            Add("+", profile.Name, "profile", profile.Description ?? "");
            AddRights("+", profile.Name, profile.Rights);
            ProfileWriter.Insert(scope, profile.Name, profile.Description, profile.Rights, tiers);
            return;
        }

        if (stored.Description != profile.Description)
        {
            Add("~", stored.Name, "description", $"'{TextRules.Cut(stored.Description)}' -> '{TextRules.Cut(profile.Description)}'");
            ProfileWriter.WriteNames(scope, stored, stored.Name, profile.Description);
        }

        AddRights("-", stored.Name, stored.Direct - profile.Rights);
        AddRights("+", stored.Name, profile.Rights - stored.Direct);
        ProfileWriter.WriteRights(scope, stored, profile.Rights, tiers);
    }

    private void WriteDefault()
    {
        ProfileEntry? old = _before.Default;
        string? wanted = document.Profiles.FirstOrDefault(profile => profile.IsDefault)?.Name;
        bool isKept = wanted is null
            ? old is null || document.Profiles.All(profile => NameKey.Fold(profile.Name) != old.NameKey)
            : old is not null && NameKey.Fold(wanted) == old.NameKey;
        if (isKept)
        {
            return;
        }

        ProfileEntry? now = wanted is null ? null : scope.Snapshot.Profile(wanted);
        Add("~", (now ?? old)!.Name, "default", $"'{TextRules.Cut(old?.Name)}' -> '{TextRules.Cut(now?.Name)}'");
        ProfileWriter.SetDefault(scope, now?.Id);
    }

    private void AddRights(string change, string target, RightSet rights)
    {
        foreach (PermRight right in RightCatalogue.Default.RightsOf(rights))
        {
            Add(change, target, "right", right.Key);
        }
    }

    private void Add(string change, string target, string part, string value) =>
        _changes.Add(new ProfileImportChange { Change = change, Target = target, Part = part, Value = value });
}
