#requires -Version 7.4
<#
.SYNOPSIS
Makes the help that the module ships, from the Markdown pages in docs/help.
.DESCRIPTION
The pages of the cmdlets become MAML by Microsoft.PowerShell.PlatyPS 1, the about_ topics become plain text. What is made is committed,
so that Get-Help works from every build, also from one made where PlatyPS is missing.
.PARAMETER OutputPath
The folder that gets the files; the committed one unless given.
#>
[CmdletBinding()]
param([string] $OutputPath = "$PSScriptRoot/../docs/help/en-US")

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0
$pages = "$PSScriptRoot/../docs/help"
$OutputPath = (New-Item $OutputPath -ItemType Directory -Force).FullName

function ConvertTo-Topic {
    # As the about_ topics of PowerShell look: headings at the margin, text below them; the fifth line is what Get-Help shows of it in a list.
    param([string] $Name, [string[]] $Line)
    'TOPIC'
    "    $Name"
    $isCode = $false
    $heading = ''
    # A comment says to the tests why a block cannot be run, which is nothing to readers.
    foreach ($text in (($Line | Select-Object -Skip 1) -join "`n") -replace '(?m)^<!--.*-->\n\n' -split "`n") {
        if ($text -match '^```') {
            $isCode = -not $isCode
        }
        elseif ($isCode) {
            "        $text".TrimEnd()
        }
        elseif ($text -match '^##(#?) (.+)') {
            ($Matches[1] ? '  ' : '') + $Matches[2]
        }
        elseif (($text -or -not $heading) -and $text -notmatch '^\|[-| ]+$') {
            $plain = $text -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '[`*]{1,2}(?=\S)([^`*]+)[`*]{1,2}', '$1'
            $wrapped = $plain -match '^\|' -or $heading -eq '## SHORT DESCRIPTION' ? $plain : ($plain -replace '(.{1,92})(?:\s+|$)', "`$1`n    ")
            "    $wrapped".TrimEnd()
        }
        $heading = if ($text -match '^## ' -or ($heading -and -not $text)) { $text ? $text : $heading }
    }
}

function ConvertTo-ShippedMaml {
    # PlatyPS leaves the defaults of parameters out of its MAML, and leaves in it what only Markdown needs: the fences of the examples,
    # back-ticks, and links to files that are not shipped. Notes that nobody wrote, and how .NET spells an optional value, help no reader.
    param([xml] $Maml, [Collections.IDictionary] $Page)
    $names = [Xml.XmlNamespaceManager]::new($Maml.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    foreach ($parameter in $Maml.SelectNodes('//command:parameters/command:parameter', $names)) {
        $title = $parameter.SelectSingleNode('../../command:details/command:name', $names).InnerText
        $name = $parameter.SelectSingleNode('maml:name', $names).InnerText
        $default = $Page[$title].Parameters.Where({ $_.Name -eq $name }).DefaultValue
        if ($default) {
            $parameter.AppendChild($Maml.CreateElement('dev', 'defaultValue', $names.LookupNamespace('dev'))).InnerText = $default
        }
    }
    foreach ($example in $Maml.SelectNodes('//command:example', $names)) {
        $introduction = $example.SelectSingleNode('maml:introduction', $names)
        $code, $null, $text = $introduction.SelectNodes('maml:para', $names).InnerText
        $example.SelectSingleNode('dev:code', $names).InnerText = $code -replace '^```powershell\n|\n```$'
        $example.SelectSingleNode('dev:remarks', $names).AppendChild($Maml.CreateElement('maml', 'para', $names.LookupNamespace('maml'))).InnerText = $text
        # Sets the next example apart.
        $null = $example.SelectSingleNode('dev:remarks', $names).AppendChild($Maml.CreateElement('maml', 'para', $names.LookupNamespace('maml')))
        $null = $example.RemoveChild($introduction)
    }
    foreach ($paragraph in $Maml.SelectNodes('//maml:para/text()', $names)) {
        $paragraph.Value = $paragraph.Value -replace '`([^`]+)`', '$1'
    }
    foreach ($type in $Maml.SelectNodes('//command:parameterValue/text() | //dev:type/maml:name/text()', $names)) {
        $type.Value = $type.Value -replace '^System\.Nullable`1\[(.+)\]$', '$1'
    }
    foreach ($notes in $Maml.SelectNodes('//maml:alertSet', $names)) {
        if (-not $notes.InnerText.Trim()) { $null = $notes.ParentNode.RemoveChild($notes) }
    }
    foreach ($link in $Maml.SelectNodes('//maml:navigationLink', $names)) {
        $uri = $link.SelectSingleNode('maml:uri', $names)
        if ($uri.InnerText) { $uri.InnerText = '' } else { $null = $link.ParentNode.RemoveChild($link) }
    }
}

foreach ($topic in Get-ChildItem $pages -Filter about_*.md) {
    $text = (ConvertTo-Topic $topic.BaseName (Get-Content $topic.FullName)) -join "`n"
    [IO.File]::WriteAllText("$OutputPath/$($topic.BaseName).help.txt", "$text`n")
}

$stage = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
try {
    $page = [ordered]@{}
    Get-ChildItem $pages -Filter *-*.md | Sort-Object Name -Culture '' | Import-MarkdownCommandHelp | ForEach-Object { $page[$_.Title] = $_ }
    $file = $page.Values | Export-MamlCommandHelp -OutputFolder $stage -Force
    $maml = [xml](Get-Content $file.FullName -Raw)
    ConvertTo-ShippedMaml $maml $page
    $maml.Save($file.FullName)
    [IO.File]::WriteAllText("$OutputPath/$($file.Name)", ((Get-Content $file.FullName -Raw) -replace "`r`n", "`n"))
}
finally {
    Remove-Item $stage -Recurse -Force -ErrorAction Ignore
}
