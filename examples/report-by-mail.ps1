#Requires -Version 7.4
#Requires -Modules PermModule

<#
.SYNOPSIS
Sends the report by mail: the main figures in the text, the page and the workbook attached.

.DESCRIPTION
Writes the report as text and as files that are removed afterwards, and hands the message to a mail server. The connection is encrypted
unless -NoTls is given, which is for a server on the same machine.

.PARAMETER StorePath
The store.

.PARAMETER To
Who gets the mail.

.PARAMETER From
The sender.

.PARAMETER Server
The mail server.

.PARAMETER Port
Its port.

.PARAMETER Credential
The account at the server, if it asks for one.

.PARAMETER Title
The heading, and the subject.

.PARAMETER TimeoutSec
How long to wait for the server, in seconds.

.PARAMETER NoTls
Sends without encryption.

.EXAMPLE
./report-by-mail.ps1 -StorePath /srv/perm/perm.db -To it@example.com -From perm@example.com -Server mail.example.com

Sends the report.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $StorePath,
    [Parameter(Mandatory)] [string[]] $To,
    [Parameter(Mandatory)] [string] $From,
    [Parameter(Mandatory)] [string] $Server,
    [int] $Port = 587,
    [pscredential] $Credential,
    [string] $Title = 'Portal permissions',
    [ValidateRange(1, 300)] [int] $TimeoutSec = 30,
    [switch] $NoTls
)

$ErrorActionPreference = 'Stop'
$folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "perm-$([guid]::NewGuid())")).FullName
try {
    $null = Connect-PermStore $StorePath -ReadOnly
    try {
        $text = Export-PermReport -AsText Plain -Title $Title
        $files = 'report.html', 'report.xlsx' | ForEach-Object { Export-PermReport (Join-Path $folder $_) -Title $Title }
    }
    finally {
        Disconnect-PermStore
    }

    $message = [Net.Mail.MailMessage]::new()
    $client = [Net.Mail.SmtpClient]::new($Server, $Port)
    try {
        $message.From = $From
        $To | ForEach-Object { $message.To.Add($_) }
        $message.Subject = $Title
        $message.Body = $text
        $files | ForEach-Object { $message.Attachments.Add([Net.Mail.Attachment]::new($_.FullName)) }
        $client.EnableSsl = -not $NoTls
        $client.Timeout = $TimeoutSec * 1000
        if ($Credential) { $client.Credentials = $Credential.GetNetworkCredential() }
        $client.Send($message)
    }
    finally {
        $message.Dispose()
        $client.Dispose()
    }
}
finally {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Write-Output "Sent the report to $($To -join ', ')."
