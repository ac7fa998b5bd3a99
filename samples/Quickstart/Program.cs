using System.Globalization;
using PermModule;

// The main job from C#, the same as examples/quickstart.ps1: a store, a contract, three profiles, the people of the portal's export,
// a grant that the contract does not allow, and the seats. Takes the path of the new store; a temporary folder unless given.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string path = args.Length > 0 ? args[0] : Path.Combine(Directory.CreateTempSubdirectory("PermModule-").FullName, "perm.db");

using PermStore store = PermStore.Create(path);
Console.WriteLine($"Store: {store.Path}");
store.Seats.SetContract(new SeatContract { Heavy = 25, Regular = 300, Light = 800 });

// A profile takes the tier of the heaviest right it holds.
PermProfile[] profiles =
[
    store.Profiles.Create("Portal administrators", rights: ["asset-bank.asset.manage-brands"]),
    store.Profiles.Create("Editors", rights: ["asset-bank.asset-management.upload-assets"]),
    store.Profiles.Create("Viewers", rights: ["asset-bank.collections.create-collections"], isDefault: true),
];
foreach (PermProfile profile in profiles)
{
    Console.WriteLine($"Profile: {profile.Name} is {profile.Tier}");
}

PermImportResult result = store.Transfer.ImportUsers(Path.Combine(AppContext.BaseDirectory, "portal-export.csv"));
Console.WriteLine($"Import: {result.Read} read, {result.Created} created, {result.Rejected} rejected, {result.GroupsCreated} groups made");

try
{
    store.Profiles.Grant("Editors", ["asset-bank.asset.manage-brands"]);
}
catch (SeatLimitException refusal)
{
    Console.WriteLine($"Refused: {refusal.Message}");
}

Console.WriteLine("Tier       Active Inactive  Limit  Available  Status");
foreach (SeatUsage seats in store.Seats.GetUsage())
{
    Console.WriteLine($"{seats.Tier,-8} {seats.Active,8} {seats.Inactive,8} {seats.Limit,6} {seats.Available,10}  {seats.Status}");
}
