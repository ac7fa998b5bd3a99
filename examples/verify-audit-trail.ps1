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
$parts = 'Actor', 'Target', 'Before', 'After'
$second = 'Id', 'SchemaVersion', 'At', 'Actor', 'ActorId', 'Action', 'TargetType', 'Target', 'TargetId', 'Before', 'After', 'CorrelationId'
$first = $second.Where{ $_ -notin 'SchemaVersion', 'ActorId', 'TargetId' }

# A line has exactly one of these forms: no hash covers another property, a name twice or a value of another type.
$text, $id, $seal = '(null|"([^"\\\x00-\x1f]|\\["\\bfnrt]|\\u[0-9A-F]{4})*")', '(null|[0-9]+)', '(null|"([0-9a-f]{32}){1,2}")'
$kinds = @{ Id = $id; ActorId = $id; TargetId = $id; SchemaVersion = '2'; Hash = '"[0-9a-f]{64}"'; ActorSeal = $seal; TargetSeal = $seal; BeforeSeal = $seal; AfterSeal = $seal }
$forms = ($second + $parts.ForEach{ "${_}Seal" } + 'Hash'), ($first + 'Hash'), ($first + 'TargetSeal', 'Hash')
$whole = [regex]::new('\A(' + ($forms.ForEach{ '{' + ($_.ForEach{ "`"$_`":$($kinds[$_] ?? $text)" } -join ',') + '}' } -join '|') + ')\z')

function Add-Netstring($Hash, $Value) {
    $bytes = $Value -is [byte[]] ? $Value : [Text.Encoding]::UTF8.GetBytes("$Value")
    $Hash.AppendData([Text.Encoding]::ASCII.GetBytes($null -eq $Value ? '-' : "$($bytes.Length):"))
    $Hash.AppendData($bytes)
    $Hash.AppendData([byte[]](, [byte][char]','))
}

$hash = [Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
$remains = [Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
$told = [Convert]::ToHexString($remains.GetCurrentHash())
$head = [byte[]]::new(32)
$count = 0
foreach ($line in [IO.File]::ReadLines((Resolve-Path -LiteralPath $Path).ProviderPath)) {
    $count++
    # ConvertFrom-Json would make dates of texts.
    $written = @{}
    if ($whole.IsMatch($line)) { foreach ($property in [Text.Json.JsonDocument]::Parse($line).RootElement.EnumerateObject()) { $written[$property.Name] = $property.Value.ValueKind -eq 'Null' ? $null : "$($property.Value)" } }
    $fields = $written.ContainsKey('SchemaVersion') ? $second : $first
    $isErased = $false
    $hash.AppendData($head)
    foreach ($field in $fields) {
        $value = $written[$field]
        # In the place of a part that may hold personal data stands SHA-256 over its salt and itself; of an erased part, it is all that is left.
        $seal = $written["${field}Seal"]
        if ($seal) {
            $isErased = $isErased -or $seal.Length -eq 64
            $value = [Convert]::FromHexString($seal)
            if ($seal.Length -eq 32) { $value = [Security.Cryptography.SHA256]::HashData([byte[]]($value + [Text.Encoding]::UTF8.GetBytes("$($written[$field])"))) }
        }
        Add-Netstring $hash $value
    }
    $head = $hash.GetHashAndReset()
    if ($isErased -and -not $written.ContainsKey('SchemaVersion')) { $head = [Convert]::FromHexString($written['TargetSeal']) }
    if ($written['Id'] -ne "$count" -or $written['Hash'] -cne [Convert]::ToHexString($head).ToLowerInvariant()) { throw "Event $count is missing or not as it was written." }
    if ($isErased) { foreach ($field in $fields + 'Hash') { Add-Netstring $remains $written[$field] } }
    if ($written['Action'] -ceq 'PersonalDataErased') { $told = ($written['After'] | ConvertFrom-Json).Remains ?? $told }
}
if ([Convert]::ToHexString($remains.GetHashAndReset()) -ne $told) { throw 'What remains of the events whose personal data was erased is not as it was left.' }
[pscustomobject]@{ Count = $count; Hash = [Convert]::ToHexString($head).ToLowerInvariant() }
