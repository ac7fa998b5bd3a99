namespace PermModule;

/// <summary>The three rights of Studio.</summary>
public enum StudioRole
{
    /// <summary>The right <c>studio.studio-admin</c>.</summary>
    Admin,

    /// <summary>The right <c>studio.content-designer</c>.</summary>
    ContentDesigner,

    /// <summary>The right <c>studio.content-creator</c>.</summary>
    ContentCreator,
}
