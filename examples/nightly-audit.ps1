#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Audits a store every night, and fails the job when something is wrong.

.DESCRIPTION
Verifies the audit trail against all digests that earlier nights kept, runs the audit, writes a report as HTML for people and as JSON
for the next night to compare with, and keeps a new digest. The console shows how many findings each rule has; the findings themselves
are in a CSV file beside the report. The folder belongs on another machine than the store, or where the accounts
that can write the store cannot write: a digest that lies beside the store proves nothing.

The exit code is the number of errors found, at most 255, so that a scheduler marks the job as failed. What went wrong before
the audit was complete ends in an exit code other than 0 as well.

.PARAMETER StorePath
The store.

.PARAMETER Folder
Where reports and digests are kept; made when it is missing.

.PARAMETER NotSeenFor
After how many days without a login a seat counts as unused.

.PARAMETER PendingFor
After how many days a request counts as stale.

.OUTPUTS
System.String. A line for each rule that found something, with its severity and how many findings there are.

.EXAMPLE
./nightly-audit.ps1 -StorePath /srv/perm/perm.db -Folder /mnt/audit

Audits the store and keeps what it found on another machine.
#>
[CmdletBinding()]
[OutputType([string])]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [string] $Folder,
    [int] $NotSeenFor = 90,
    [int] $PendingFor = 7
)

$ErrorActionPreference = 'Stop'
$null = New-Item -ItemType Directory -Path $Folder -Force
$digests = Join-Path $Folder digests.jsonl
$earlier = Get-ChildItem -LiteralPath $Folder -Filter report-*.json | Sort-Object Name | Select-Object -Last 1
$name = Join-Path $Folder "report-$([DateTime]::UtcNow.ToString('yyyy-MM-ddTHHmmssfff'))"
$errors = 0

$null = Connect-PermStore $StorePath -ReadOnly
try {
    # Every kept digest is compared: the first that does not fit says between which two nights the trail was changed.
    $trail = if (Test-Path -LiteralPath $digests) { Get-Content -LiteralPath $digests | Test-PermAuditTrail -Detailed } else { Test-PermAuditTrail -Detailed }
    if ($trail.IsIntact) {
        # A trail that is not what it was gets no new digest, which would make tomorrow's verification pass.
        Get-PermAuditDigest | ConvertTo-Json -Compress | Add-Content -LiteralPath $digests
    }
    else {
        $errors++
        Write-Warning "The audit trail is not what it was: $($trail.Message)"
    }

    # The trail was just verified, with more to go by than the rule has.
    $findings = @(Invoke-PermAudit -ExcludeRule AuditTrailBroken -NotSeenFor $NotSeenFor -PendingFor $PendingFor)
    $findings | Select-Object Severity, RuleName, TargetType, Target, Message, Recommendation | Export-Csv "$name.csv" -Encoding utf8BOM
    $findings | Group-Object RuleName | Sort-Object { [int]$_.Group[0].Severity } -Descending | ForEach-Object {
        '{0,-12} {1,-28} {2,8:N0}' -f $_.Group[0].Severity, $_.Name, $_.Count
    }
    $errors += @($findings | Where-Object Severity -EQ Error).Count

    $days = @{ NotSeenFor = $NotSeenFor; PendingFor = $PendingFor }
    $movements = if ($earlier) { @{ Compare = $earlier.FullName } } else { @{} }
    $null = Export-PermReport "$name.html" @days @movements
    $null = Export-PermReport "$name.json" @days
}
finally {
    Disconnect-PermStore
}

exit [Math]::Min($errors, 255)
