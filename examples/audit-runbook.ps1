#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Audits a store as a runbook of Azure Automation.

.DESCRIPTION
Azure does not look at exit codes: a job fails when it throws. The runbook writes the main figures to the job's output and throws when the
audit found errors. It runs on a Hybrid Runbook Worker, which has the disk on which the store lies.

.PARAMETER StorePath
The store.

.EXAMPLE
./audit-runbook.ps1 -StorePath /srv/perm/perm.db

Writes the report as text, and fails when there are errors.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $StorePath)

$ErrorActionPreference = 'Stop'
$null = Connect-PermStore $StorePath -ReadOnly
try {
    Export-PermReport -AsText Plain
    $errors = @(Invoke-PermAudit -Severity Error).Count
}
finally {
    Disconnect-PermStore
}

if ($errors) {
    throw "The audit found $errors $($errors -eq 1 ? 'error' : 'errors')."
}
