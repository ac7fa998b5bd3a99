namespace PermModule;

/// <summary>A condition that users have to meet: a comparison, or several that are combined.</summary>
public abstract record UserCondition
{
    private protected UserCondition()
    {
    }
}
