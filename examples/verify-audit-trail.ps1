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
$fields = 'Id', 'At', 'Actor', 'Action', 'TargetType', 'Target', 'Before', 'After', 'CorrelationId'
$hash = [Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
$head = [byte[]]::new(32)
$count = 0
foreach ($line in [IO.File]::ReadLines((Resolve-Path -LiteralPath $Path).ProviderPath)) {
    $count++
    $written = @{}
    # What no hash covers is not as it was written: another property, a name twice, a value of another type.
    $isWhole = $true
    try {
        foreach ($property in [Text.Json.JsonDocument]::Parse($line).RootElement.EnumerateObject()) {
            $kinds = $property.Name -ceq 'Id' ? @('Number') : @('String', 'Null')
            $isWhole = $isWhole -and $property.Name -cin $fields + 'Hash' -and -not $written.ContainsKey($property.Name) -and "$($property.Value.ValueKind)" -in $kinds
            $written[$property.Name] = $property.Value.ValueKind -eq 'Null' ? $null : $property.Value.ToString()
        }
    }
    catch { $isWhole = $false }
    if (-not $isWhole -or $written.Count -ne $fields.Count + 1) { throw "Event $count is missing or not as it was written." }
    $hash.AppendData($head)
    foreach ($field in $fields) {
        $value = $written[$field]
        $bytes = [Text.Encoding]::UTF8.GetBytes("$value")
        $hash.AppendData([Text.Encoding]::ASCII.GetBytes($null -eq $value ? '-' : "$($bytes.Length):"))
        $hash.AppendData($bytes)
        $hash.AppendData([byte[]](, [byte][char]','))
    }
    $head = $hash.GetHashAndReset()
    if ("$($written['Id'])" -ne "$count" -or "$($written['Hash'])" -ne [Convert]::ToHexString($head)) {
        throw "Event $count is missing or not as it was written."
    }
}
[pscustomobject]@{ Count = $count; Hash = [Convert]::ToHexString($head).ToLowerInvariant() }
