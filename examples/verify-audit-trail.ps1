#Requires -Version 7.4

<#
.SYNOPSIS
Verifies an audit trail that Export-PermAuditTrail wrote, without the module.

.DESCRIPTION
Computes the chain anew as about_PermModule_Audits_and_Runbooks describes it, and fails at the first event that is missing,
put in, moved or changed, or that holds what no hash covers. Compare the hash it ends with to a digest that was kept elsewhere: only that shows whether
the end was cut off or the whole trail replaced.

.PARAMETER Path
The exported trail: JSON lines.

.EXAMPLE
./verify-audit-trail.ps1 trail.jsonl
#>
[CmdletBinding()]
[OutputType([pscustomobject])]
param([Parameter(Mandatory)] [string] $Path)

$ErrorActionPreference = 'Stop'
$first = 'Id', 'At', 'Actor', 'Action', 'TargetType', 'Target', 'Before', 'After', 'CorrelationId'
$second = 'Id', 'SchemaVersion', 'At', 'Actor', 'ActorId', 'Action', 'TargetType', 'Target', 'TargetId', 'Before', 'After', 'CorrelationId'
$parts = 'Actor', 'Target', 'Before', 'After'
$numbers = 'Id', 'SchemaVersion', 'ActorId', 'TargetId'
$hash = [Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
$remains = [Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
$told = [Convert]::ToHexString($remains.GetCurrentHash())
$head = [byte[]]::new(32)
$count = 0

function Add-Netstring($To, $Value) {
    $bytes = $Value -is [byte[]] ? $Value : [Text.Encoding]::UTF8.GetBytes("$Value")
    $To.AppendData([Text.Encoding]::ASCII.GetBytes($null -eq $Value ? '-' : "$($bytes.Length):"))
    $To.AppendData($bytes)
    $To.AppendData([byte[]](, [byte][char]','))
}

foreach ($line in [IO.File]::ReadLines((Resolve-Path -LiteralPath $Path).ProviderPath)) {
    $count++
    $written = [Collections.Generic.Dictionary[string, object]]::new([StringComparer]::Ordinal)
    # What no hash covers is not as it was written: another property, a name twice, a value of another type.
    $isWhole = $true
    try {
        foreach ($property in [Text.Json.JsonDocument]::Parse($line).RootElement.EnumerateObject()) {
            $isWhole = $isWhole -and "$($property.Value.ValueKind)" -in ($property.Name -cin $numbers ? 'Number' : 'String'), 'Null'
            $written.Add($property.Name, ($property.Value.ValueKind -eq 'Null' ? $null : $property.Value.ToString()))
        }
    }
    catch { $isWhole = $false }
    $isSecond = $written.ContainsKey('SchemaVersion')
    $fields = $isSecond ? $second : $first
    $seals = $isSecond ? $parts.ForEach{ "${_}Seal" } : @($written.Keys | Where-Object { $_ -ceq 'TargetSeal' })
    $isWhole = $isWhole -and -not (Compare-Object @($written.Keys) @($fields + $seals + 'Hash') -CaseSensitive) -and (-not $isSecond -or $written['SchemaVersion'] -ceq '2')
    $isErased = $false
    foreach ($name in $seals) {
        $seal = $written[$name]
        $isErased = $isErased -or "$seal".Length -eq 64
        $isWhole = $isWhole -and ($null -eq $seal -or $seal -cmatch '^([0-9a-f]{32}){1,2}$') -and (-not $isSecond -or ($null -eq $seal) -eq ($null -eq $written[$name -replace 'Seal$']))
    }
    if (-not $isWhole) { throw "Event $count is missing or not as it was written." }
    $hash.AppendData($head)
    foreach ($field in $fields) {
        $value = $written[$field]
        # The hash of the second form covers the commitment of a part that may hold personal data.
        if ($isSecond -and $field -cin $parts -and $null -ne $value) {
            $seal = [Convert]::FromHexString($written["${field}Seal"])
            $value = $seal.Length -eq 32 ? $seal : [Security.Cryptography.SHA256]::HashData([byte[]]($seal + [Text.Encoding]::UTF8.GetBytes($value)))
        }
        Add-Netstring $hash $value
    }
    $head = $hash.GetHashAndReset()
    if ($isErased -and -not $isSecond) { $head = [Convert]::FromHexString($written['TargetSeal']) }
    if ("$($written['Id'])" -ne "$count" -or "$($written['Hash'])" -cne [Convert]::ToHexString($head).ToLowerInvariant()) {
        throw "Event $count is missing or not as it was written."
    }
    if ($isErased) { foreach ($field in $fields + 'Hash') { Add-Netstring $remains $written[$field] } }
    if ($written['Action'] -ceq 'PersonalDataErased') {
        $after = $written['After'] | ConvertFrom-Json
        if ($after.Remains) { $told = $after.Remains }
    }
}
if ([Convert]::ToHexString($remains.GetHashAndReset()) -ne $told) { throw 'What remains of the events whose personal data was erased is not as it was left.' }
[pscustomobject]@{ Count = $count; Hash = [Convert]::ToHexString($head).ToLowerInvariant() }
