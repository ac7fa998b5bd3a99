# Dot-sourced by tests that need a PostgreSQL server: the one that PERMMODULE_TEST_POSTGRES names, or an installed one, started on a socket in a temporary folder.
function Find-PostgresServer {
    # The folder of the server's programs, '' where a server is named, or nothing where none can be had.
    if ($env:PERMMODULE_TEST_POSTGRES) { return '' }
    if ($IsWindows) { return }
    @(Get-ChildItem /usr/lib/postgresql/*/bin, /opt/homebrew/bin, /usr/local/bin -Filter initdb -ErrorAction Ignore | ForEach-Object DirectoryName | Sort-Object -Descending)[0]
}

function Test-PostgresMissing {
    # True where tests that need a server are to be skipped; where they must run, they fail.
    $isMissing = $null -eq (Find-PostgresServer) -and $env:PERMMODULE_TEST_POSTGRES_REQUIRED -ne '1'
    if ($isMissing) { Write-Warning 'No PostgreSQL: install postgresql, or set PERMMODULE_TEST_POSTGRES to the address of a database.' }
    $isMissing
}

function Start-PostgresServer {
    # The address of a database, to which a schema can be appended.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param()
    if ($env:PERMMODULE_TEST_POSTGRES) {
        return @{ Url = $env:PERMMODULE_TEST_POSTGRES + ($env:PERMMODULE_TEST_POSTGRES.Contains('?') ? '&' : '?') + 'schema='; Folder = $null }
    }
    $bin = Find-PostgresServer
    $folder = Join-Path ((Test-Path /dev/shm) ? '/dev/shm' : [IO.Path]::GetTempPath()) "perm-pg-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
    $null = New-Item $folder -ItemType Directory
    # A server refuses to run as root.
    $as = if ([Environment]::UserName -eq 'root') { chown postgres $folder; 'runuser', '-u', 'postgres', '--' } else { 'env' }
    $with = @($as | Select-Object -Skip 1)
    Push-Location /
    try {
        $null = & @($as)[0] @with "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-sync --locale=C.UTF-8
        $null = & @($as)[0] @with "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" -o "-k '$folder' -c listen_addresses='' -c max_connections=20" start
    }
    finally { Pop-Location }
    @{ Url = "postgresql://postgres@/postgres?host=$([uri]::EscapeDataString($folder))&schema="; Folder = $folder; Bin = $bin; As = $as }
}

function Stop-PostgresServer {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([hashtable] $Server)
    if ($Server.Folder) {
        $with = @($Server.As | Select-Object -Skip 1)
        Push-Location /
        try { $null = & @($Server.As)[0] @with "$($Server.Bin)/pg_ctl" -D "$($Server.Folder)/data" -m immediate stop } finally { Pop-Location }
        Remove-Item $Server.Folder -Recurse -Force
    }
}
