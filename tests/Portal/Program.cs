using System.Globalization;
using PermModule.Fakes;

// Started by tests and by people who try the examples: dotnet run --project tests/Portal -- [users] [port].
// Prints its address and token, and ends when its input does, so that it never outlives who started it.
int users = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 40;
int port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
using FakePortal portal = await FakePortal.Start(PortalState.Sample(users), port: port);
Console.WriteLine(portal.Uri);
Console.WriteLine(portal.Token);
await Console.Out.FlushAsync();
while (await Console.In.ReadLineAsync() is not null)
{
}
