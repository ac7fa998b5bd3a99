namespace PermModule;

/// <summary>Compares the store with the portal itself, and makes one follow the other.</summary>
public sealed class PortalService
{
    private readonly StoreSession _session;

    internal PortalService(StoreSession session) => _session = session;

    /// <summary>What differs, step by step. Streams; a step that cannot be planned is refused in it. Nothing is changed on either side.</summary>
    /// <param name="portal">The portal.</param>
    /// <param name="options">What is compared.</param>
    /// <exception cref="PermException"><c>PortalUnauthorized</c>, <c>PortalForbidden</c>, <c>PortalUnavailable</c>, <c>PortalInsecure</c>; <c>InvalidValue</c>.</exception>
    public IEnumerable<PermPortalStep> Compare(PermPortal portal, PortalCompareOptions options)
    {
        ArgumentNullException.ThrowIfNull(portal);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Mode == ImportMode.Create)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, "Store and portal are compared in mode Upsert or Sync; Create would say nothing about existing users.", options.Mode);
        }

        _session.Demand(DelegatedAction.ManageUsers, portal.Uri.Authority);
        return new PortalPlanner(new PortalRun(_session, portal, options.Progress, options.Notice, options.Token), options).Plan();
    }

    /// <summary>Carries out steps and says of each what became of it. Steps of the store come first. Streams what is done.</summary>
    /// <param name="portal">The portal.</param>
    /// <param name="plan">The steps; refused ones are handed through.</param>
    /// <param name="options">How, or null.</param>
    /// <exception cref="PermException">
    /// Nothing at all is carried out: <c>OtherPortal</c>, <c>OtherStore</c>: the plan or the store belongs to another; <c>SyncTooMany</c>: too many users would be deactivated;
    /// <c>PortalForbidden</c>: the token may not write; <c>NotPermitted</c>; <c>StoreReadOnly</c>; <c>TransactionAlreadyOpen</c>.
    /// <c>PortalBusy</c>: another process pushes the store.
    /// The portal fails in the middle: <c>PortalUnauthorized</c>, <c>PortalUnavailable</c>; what was done so far stays, and the next run goes on.
    /// </exception>
    public IEnumerable<PermPortalStep> Sync(PermPortal portal, IReadOnlyList<PermPortalStep> plan, PortalSyncOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(portal);
        ArgumentNullException.ThrowIfNull(plan);
        options ??= new PortalSyncOptions();
        _session.Demand(DelegatedAction.ManageUsers, portal.Uri.Authority);

        _session.RefuseIfReadOnly();

        // A transaction can be rolled back, and what was sent to the portal cannot.
        _session.Transaction.RefuseIfOpen();
        PortalRun run = new(_session, portal, options.Progress, options.Notice, options.Token);
        Check(run, plan, options);
        return Run(run, plan, options);
    }

    private IEnumerable<PermPortalStep> Run(PortalRun run, IReadOnlyList<PermPortalStep> plan, PortalSyncOptions options)
    {
        foreach (PermPortalStep step in plan.Where(step => step.Result == PortalResult.Refused))
        {
            yield return step;
        }

        PermPortalStep[] pull = Of(PortalDirection.Pull);
        if (pull.Length > 0)
        {
            PortalPuller puller = new(run, pull);
            IEnumerable<PermPortalStep> results = options.IsTrial ? _session.Preview(() => puller.Apply().ToArray()) : puller.Apply();
            foreach (PermPortalStep result in results)
            {
                yield return result;
            }
        }

        PermPortalStep[] push = Of(PortalDirection.Push);
        if (push.Length > 0 || !options.IsTrial)
        {
            using IDisposable? turn = options.IsTrial ? null : PortalTurn.Take(_session);
            foreach (PermPortalStep result in new PortalPusher(run, push, options.IsTrial).Apply())
            {
                yield return result;
            }
        }

        PermPortalStep[] Of(PortalDirection direction) => [.. plan.Where(step => step.Direction == direction && step.Result != PortalResult.Refused)];
    }

    private void Check(PortalRun run, IReadOnlyList<PermPortalStep> plan, PortalSyncOptions options)
    {
        string here = run.Portal.Uri.ToString();
        if (plan.FirstOrDefault(step => step.Portal != here) is { } foreign)
        {
            throw new PermConflictException(ErrorId.OtherPortal, $"The plan is for the portal '{TextRules.Cut(foreign.Portal)}', and '{here}' is connected. Nothing was changed.", foreign.Portal);
        }

        if (plan.FirstOrDefault(step => step.StoreId != run.Maps.Links.StoreId) is { } other)
        {
            throw new PermConflictException(ErrorId.OtherStore, $"The plan was made from another store than '{_session.Path}'. Nothing was changed.", other.Name);
        }

        if (run.Maps.Links.Portal is { } linked && linked != here && !options.Force)
        {
            throw new PermConflictException(ErrorId.OtherPortal, $"The store belongs to the portal '{linked}', and '{here}' is connected. Nothing was changed.", linked);
        }

        PermPortalStep[] steps = [.. plan.Where(step => step.Result != PortalResult.Refused)];
        PermPortalStep[] push = [.. steps.Where(step => step.Direction == PortalDirection.Push)];
        if (push.Any(step => step.Action != PortalAction.Manual) && !run.Portal.Can.Contains(PortalAccess.WriteUsers))
        {
            throw PortalErrors.Forbidden(run.Portal.Uri, "/api/v4/users/", "missing are " + string.Join(", ", run.Portal.Missing));
        }

        PortalBrake.Check([.. steps.Where(step => step.Direction == PortalDirection.Pull)], options.MaxDeactivate, StoreActive, "store");
        PortalBrake.Check(push, options.MaxDeactivate, () => run.Wait.For(run.Reader.Count(onlyActive: true)) ?? StoreActive(), "portal");
    }

    private long StoreActive() => _session.Read(() => _session.Scalar(UserCount.Active) ?? 0);
}
