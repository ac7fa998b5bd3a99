#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Moves a store from a file to a PostgreSQL server, for many hosts, and proves that nothing was changed on the way.

.DESCRIPTION
Checks the file, loads it into a new schema of the server, and compares the digests of the two trails. With -BackTo it then writes the store on the
server to a file again, which is how it would go back. The file that it came from stays as it is; let nobody write it while it is moved, and
take it away afterwards, so that nobody goes on with it.

The password comes from -Credential, from ~/.pgpass or from PGPASSWORD; it does not belong into the connection string.

.PARAMETER StorePath
The file of the store.

.PARAMETER ConnectionString
Where it goes: postgresql://user@host/database?schema=name. The schema must not be there yet.

.PARAMETER Credential
The account on the server, with its password.

.PARAMETER BackTo
A file that the store on the server is written to afterwards.

.EXAMPLE
./shared-store.ps1 -StorePath /srv/perm/perm.db -ConnectionString 'postgresql://perm@db.example.com/hr?schema=brand'

Moves the store. Runbooks of every host then use it with Connect-PermStore -ConnectionString, or with PERMMODULE_STORE set to the same text.
#>
[CmdletBinding()]
[OutputType([pscustomobject])]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [string] $ConnectionString,
    [pscredential] $Credential,
    [string] $BackTo
)

$ErrorActionPreference = 'Stop'
$null = Connect-PermStore $StorePath -ReadOnly
try {
    if (-not (Test-PermStore)) { throw "The store in $StorePath fails its check; Test-PermStore -Detailed shows why." }
    $before = Get-PermAuditDigest
    Disconnect-PermStore

    $account = if ($Credential) { @{ Credential = $Credential } } else { @{} }
    $null = New-PermStore -ConnectionString $ConnectionString -From $StorePath @account
    $after = Get-PermAuditDigest
    if ($after.Hash -ne $before.Hash) { throw 'The trail on the server is not the one of the file.' }
    if ($BackTo) { $null = Backup-PermStore $BackTo }
    Get-PermStore | Select-Object Location, Engine, RoundTripMilliseconds, Users, Profiles, Groups, @{ n = 'LastEvent'; e = { $after.LastId } }, @{ n = 'Hash'; e = { $after.Hash } }
}
finally {
    Disconnect-PermStore
}
