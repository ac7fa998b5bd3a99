namespace PermModule.Unit.Studio;

public sealed class StudioMatrixTests
{
    [Fact]
    public void Every_cell_is_as_the_table_of_the_portal_says()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "studio-matrix.csv"));
        (StudioRole Role, StudioRelation Relation)[] columns = [.. lines[0].Split(',').Skip(2).Select(Column)];
        Assert.Equal(6, columns.Distinct().Count());
        List<StudioPermission> expected = [.. lines.Skip(1).Select(line => line.Split(',')).SelectMany(cells => columns.Select((column, i) => new StudioPermission
        {
            Object = Enum.Parse<StudioObject>(cells[0], ignoreCase: true),
            Action = cells[1],
            Role = column.Role,
            Relation = column.Relation,
            IsAllowed = cells[i + 2] == "yes",
        }))];
        Assert.Equal(96, expected.Count);
        Assert.Equal(75, expected.Count(cell => cell.IsAllowed));
        Assert.Equal(expected, StudioMatrix.Default.Permissions);
    }

    [Fact]
    public void Cells_are_found_by_role_relation_object_and_action()
    {
        StudioMatrix matrix = StudioMatrix.Default;
        Assert.Equal(32, matrix.Find(StudioRole.Admin).Count);
        Assert.Equal(2, matrix.Find(StudioRole.ContentCreator, StudioRelation.Contributor, action: "transfer OWNERSHIP").Count);
        StudioPermission cell = Assert.Single(matrix.Find(StudioRole.ContentDesigner, StudioRelation.Contributor, StudioObject.Project, "Delete*"));
        Assert.Equal(("Delete project", false), (cell.Action, cell.IsAllowed));
        Assert.Empty(matrix.Find(action: "x*"));
        Assert.Equal("StudioActionNotFound", Assert.Throws<PermNotFoundException>(() => matrix.Find(target: StudioObject.Design, action: "Rename project")).ErrorId);
    }

    private static (StudioRole Role, StudioRelation Relation) Column(string name)
    {
        string[] parts = name.Split('_');
        StudioRole role = parts[0] switch
        {
            "admin" => StudioRole.Admin,
            "designer" => StudioRole.ContentDesigner,
            "creator" => StudioRole.ContentCreator,
            _ => throw new InvalidDataException(name),
        };
        return (role, Enum.Parse<StudioRelation>(parts[1], ignoreCase: true));
    }
}
