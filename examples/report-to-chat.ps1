#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Posts the main figures of the report to a channel of Microsoft Teams or Slack.

.DESCRIPTION
Writes the report as a card (Teams) or as text (Slack) and sends it to an incoming webhook. The address of a webhook is a secret:
it is read from an environment variable and never written anywhere. A webhook that does not answer in time, or that refuses the message,
ends the script with an error, so that a scheduler marks the job as failed.

.PARAMETER StorePath
The store.

.PARAMETER Chat
Teams, for a webhook of Workflows; or Slack, for an incoming webhook.

.PARAMETER Variable
The environment variable that holds the address of the webhook.

.PARAMETER Title
The heading.

.PARAMETER TimeoutSec
How long to wait for an answer, in seconds.

.EXAMPLE
./report-to-chat.ps1 -StorePath /srv/perm/perm.db -Chat Teams

Posts a card to the channel whose webhook is in $env:PERM_WEBHOOK.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [ValidateSet('Teams', 'Slack')] [string] $Chat,
    [string] $Variable = 'PERM_WEBHOOK',
    [string] $Title = 'Portal permissions',
    [ValidateRange(1, 300)] [int] $TimeoutSec = 30
)

$ErrorActionPreference = 'Stop'
$address = [Environment]::GetEnvironmentVariable($Variable)
if (-not $address) {
    throw "The environment variable $Variable holds no address of a webhook."
}

$null = Connect-PermStore $StorePath -ReadOnly
try {
    $body = if ($Chat -eq 'Teams') {
        $card = Export-PermReport -AsText Card -Title $Title
        '{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":' + $card + '}]}'
    }
    else {
        # Slack reads &, < and > as the start of links and mentions.
        $text = (Export-PermReport -AsText Plain -Title $Title).Replace('&', '&amp;').Replace('<', '&lt;').Replace('>', '&gt;')
        ConvertTo-Json -Compress -InputObject @{ text = '```' + $text.Replace('```', '') + '```' }
    }
}
finally {
    Disconnect-PermStore
}

try {
    $null = Invoke-RestMethod -Uri $address -Method Post -ContentType 'application/json; charset=utf-8' -Body $body -ConnectionTimeoutSeconds $TimeoutSec -OperationTimeoutSeconds $TimeoutSec
}
catch {
    # The message of the exception can name the address, which is a secret.
    $why = if ($_.Exception -is [Microsoft.PowerShell.Commands.HttpResponseException]) { "it answered $([int]$_.Exception.Response.StatusCode)" } else { "it did not answer within $TimeoutSec s or cannot be reached" }
    throw "The webhook in $Variable did not take the message: $why."
}

Write-Output "Posted the report to $Chat."
