using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PermModule.Unit;

/// <summary>Stands between a client and a PostgreSQL server, and cuts or stalls the connection where a test wants it.</summary>
public sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _socket;
    private readonly CancellationTokenSource _end = new();

    public CuttingProxy(string socket)
    {
        _socket = socket;
        _listener.Start();
        _ = AcceptAll();
    }

    /// <summary>What the proxy does with the connection on which the next COMMIT goes by.</summary>
    public enum Fault
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>The COMMIT does not reach the server.</summary>
        BeforeCommit,

        /// <summary>The server's answer to the COMMIT does not reach the client.</summary>
        AfterCommit,

        /// <summary>From the COMMIT on nothing goes either way, and neither end is told.</summary>
        Stall,
    }

    /// <summary>What the next COMMIT meets. It meets it once.</summary>
    public Fault Next { get; set; }

    /// <summary>How often the client waited for an answer, and what it sent each time, a statement a line.</summary>
    public ConcurrentQueue<string> RoundTrips { get; } = new();

    /// <summary>Refuses new connections while true.</summary>
    public bool IsDown { get; set; }

    /// <summary>Takes new connections while true, and says nothing.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The port on the loopback address.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The address of a database without the schema, through the proxy, which knows a COMMIT that is not prepared.</summary>
    public string Url => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;SSL Mode=Disable;Max Auto Prepare=0;";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAll()
    {
        while (!_end.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_end.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Relay(client);
        }
    }

    private async Task Relay(TcpClient client)
    {
        using (client)
        using (Socket server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            if (IsDown)
            {
                return;
            }

            client.NoDelay = true;
            if (IsSilent)
            {
                await Task.Delay(Timeout.Infinite, _end.Token);
            }

            await server.ConnectAsync(new UnixDomainSocketEndPoint(_socket), _end.Token);
            Connection connection = new(this, client.Client, server);
            try
            {
                await Task.WhenAny(connection.ToServer(), connection.ToClient());
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Either end is gone, and so is the other.
            }
        }
    }

    private sealed class Connection(CuttingProxy proxy, Socket client, Socket server)
    {
        private bool _isMuted;

        private readonly FrontendMessages _messages = new(proxy.RoundTrips);

        public async Task ToServer()
        {
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = await client.ReceiveAsync(buffer, proxy._end.Token)) > 0)
            {
                _messages.Add(buffer.AsSpan(0, read));
                Fault fault = proxy.Next;
                if (fault != Fault.None && Encoding.ASCII.GetString(buffer, 0, read).Contains("COMMIT\0", StringComparison.Ordinal))
                {
                    proxy.Next = Fault.None;
                    if (fault == Fault.Stall)
                    {
                        await Task.Delay(Timeout.Infinite, proxy._end.Token);
                    }

                    if (fault == Fault.BeforeCommit)
                    {
                        return;
                    }

                    _isMuted = true;
                }

                await server.SendAsync(buffer.AsMemory(0, read), proxy._end.Token);
            }
        }

        public async Task ToClient()
        {
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = await server.ReceiveAsync(buffer, proxy._end.Token)) > 0)
            {
                if (_isMuted)
                {
                    return;
                }

                await client.SendAsync(buffer.AsMemory(0, read), proxy._end.Token);
            }
        }
    }
}
