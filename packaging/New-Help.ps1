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

function Split-TopicText {
    # A line of text in lines of at most so many characters; a longer word stays whole.
    param([string] $Text, [int] $Width)
    $Text -replace "(.{1,$Width})(?:\s+|$)", "`$1`n" -split "`n" | Where-Object { $_ }
}

function ConvertTo-TopicTable {
    # A table of Markdown in columns, as a console shows one. The widest columns wrap until the table fits; where the words of its cells
    # are too long for that, each row becomes a list.
    param([string[]] $Line, [int] $Width)
    $rows = @(foreach ($text in $Line) {
            , @($text.Trim().Trim('|') -split '(?<!\\)\|' | ForEach-Object { $_.Trim().Replace('\|', '|') })
        })
    $columns = 0..($rows[0].Count - 1)
    $longest = { param($column, $parts) ($rows | ForEach-Object { $_[$column] -split $parts } | Measure-Object Length -Maximum).Maximum }
    $natural = @($columns | ForEach-Object { & $longest $_ '\n' })
    $least = @($columns | ForEach-Object { & $longest $_ ' ' })
    foreach ($gap in 2, 1) {
        $room = $Width - $gap * ($columns.Count - 1)
        $widths = @($natural)
        while (($widths | Measure-Object -Sum).Sum -gt $room) {
            $widest = $columns | Where-Object { $widths[$_] -gt $least[$_] } | Sort-Object { $widths[$_] } -Descending | Select-Object -First 1
            if ($null -eq $widest) {
                break
            }
            $widths[$widest]--
        }
        if (($widths | Measure-Object -Sum).Sum -le $room) {
            $header, $body = $rows
            $rule = , @($widths | ForEach-Object { '-' * $_ })
            foreach ($row in @(, $header) + $rule + @($body | ForEach-Object { , $_ })) {
                $cells = @($columns | ForEach-Object { , @(Split-TopicText $row[$_] $widths[$_]) })
                $height = [Math]::Max(1, ($cells | ForEach-Object Count | Measure-Object -Maximum).Maximum)
                foreach ($i in 0..($height - 1)) {
                    (($columns | ForEach-Object { "$($cells[$_] | Select-Object -Skip $i -First 1)".PadRight($widths[$_]) }) -join (' ' * $gap)).TrimEnd()
                }
            }
            return
        }
    }
    foreach ($row in $rows | Select-Object -Skip 1) {
        Split-TopicText $row[0] $Width
        foreach ($column in $columns | Select-Object -Skip 1 | Where-Object { $row[$_] }) {
            Split-TopicText "$($rows[0][$column]): $($row[$column])" ($Width - 4) | ForEach-Object { "    $_" }
        }
    }
}

function ConvertTo-Topic {
    # As the about_ topics of PowerShell look, in 80 columns: headings at the margin, text below them; the fifth line is what Get-Help
    # shows of it in a list.
    param([string] $Name, [string[]] $Line)
    'TOPIC'
    "    $Name"
    $isCode = $false
    $heading = ''
    $table = [Collections.Generic.List[string]]::new()
    # A comment says to the tests why a block cannot be run, which is nothing to readers.
    foreach ($text in @((($Line | Select-Object -Skip 1) -join "`n") -replace '(?m)^<!--.*-->\n\n' -split "`n") + $null) {
        $plain = $text -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '[`*]{1,2}(?=\S)([^`*]+)[`*]{1,2}', '$1'
        if (-not $isCode -and $text -match '^\|') {
            if ($text -notmatch '^\|[-:| ]+$') {
                $table.Add($plain)
            }
            continue
        }
        if ($table.Count -gt 0) {
            ConvertTo-TopicTable $table 76 | ForEach-Object { "    $_" }
            $table.Clear()
        }
        if ($null -eq $text) {
            break
        }
        if ($text -match '^```') {
            $isCode = -not $isCode
        }
        elseif ($isCode) {
            "        $text".TrimEnd()
        }
        elseif ($text -match '^##(#?) (.+)') {
            ($Matches[1] ? '  ' : '') + $Matches[2]
        }
        elseif ($heading -eq '## SHORT DESCRIPTION' -and $text) {
            "    $plain"
        }
        elseif ($plain) {
            $item = $plain -match '^- '
            $lines = @(Split-TopicText $plain ($item ? 74 : 76))
            foreach ($i in 0..($lines.Count - 1)) {
                '    ' + ($item -and $i ? '  ' : '') + $lines[$i]
            }
        }
        elseif (-not $heading) {
            ''
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
