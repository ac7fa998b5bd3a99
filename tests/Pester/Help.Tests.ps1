# The pages in docs/help against the code, against what Get-Help shows, and against a portal on which every example runs.
BeforeDiscovery {
    $names = (Import-PowerShellDataFile "$PSScriptRoot/../../PermModule.psd1").CmdletsToExport
    $topics = Get-ChildItem "$PSScriptRoot/../../docs/help" -Filter about_*.md | ForEach-Object {
        $text = (Get-Content $_.FullName -Raw) -replace "`r`n", "`n"
        $blocks = [regex]::Matches($text, '(?ms)(?:^<!-- not run: (?<reason>.+?) -->\n\n)?^```powershell\n(?<code>.+?)^```')
        @{
            Topic  = $_.BaseName
            Blocks = @($blocks | ForEach-Object { @{ Code = $_.Groups['code'].Value; Reason = $_.Groups['reason'].Value; Line = @($text.Substring(0, $_.Groups['code'].Index) -split "`n").Count } })
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/HelpSetup.ps1
    . $PSScriptRoot/PortalSetup.ps1
    $script:fake = Start-FakePortal -Users 12
    $env:PERMMODULE_PORTAL_URI, $env:PERMMODULE_PORTAL_TOKEN = $fake.Uri, $fake.Token
    $script:common = [System.Management.Automation.PSCmdlet]::CommonParameters
    $script:sample = "$TestDrive/sample"
    New-SamplePortal $script:sample
}

AfterAll {
    $env:PERMMODULE_PORTAL_URI = $env:PERMMODULE_PORTAL_TOKEN = ''
    Stop-FakePortal $fake
}

Describe 'Help of <_>' -ForEach $names {
    BeforeAll {
        $name = $_
        $page = Get-HelpPage $name
        $command = Get-Command $name -Module PermModule
        $parameters = @($command.Parameters.Values | Where-Object Name -NotIn $script:common | Sort-Object Name)
    }

    It 'has a page that leaves nothing to be filled in' {
        $page.Text | Should -Not -Match '\{\{'
        $page.Synopsis | Should -Match '\.$'
        $page.Description.Length | Should -BeGreaterThan 80
        foreach ($link in $page.Links) {
            "$script:root/docs/help/$link" | Should -Exist
        }
    }

    It 'describes exactly the parameters that there are' {
        ($page.Parameters.Name | Sort-Object) -join ' ' | Should -BeExactly ($parameters.Name -join ' ')
        $page.Parameters | Where-Object Description -NotMatch '\w{3,}.*\.' | ForEach-Object Name | Should -BeNullOrEmpty -Because 'every parameter is described'
        $said = $page.Parameters | Sort-Object Name | ForEach-Object { "-$($_.Name): $($_.Facts -join '; ')" }
        $said | Should -BeExactly @($parameters | ForEach-Object { "-$($_.Name): $((Get-CodeFact $_) -join '; ')" })
    }

    It 'names the properties of what is written' {
        foreach ($type in $command.OutputType.Type | Where-Object { $_.Namespace -like 'PermModule*' }) {
            $page.Outputs | Should -BeLike "*### $($type.FullName)*"
            ($type.GetProperties('Public,Instance') | Where-Object { $_.PropertyType.Name -notlike '*Service' }).Name |
                Where-Object { $page.Outputs -notmatch "(?m)^- ${_}: \S" } | Should -BeNullOrEmpty -Because "$($type.Name) has it"
        }
        $there = @($command.OutputType.Type | ForEach-Object { $_.GetProperties().Name; (Get-TypeData $_.FullName).Members.Keys })
        [regex]::Matches($page.Outputs, '(?m)^- (\w+): ') | ForEach-Object { $_.Groups[1].Value } | Where-Object { $_ -notin $there } | Should -BeNullOrEmpty -Because 'nothing has it'
    }

    It 'has two examples or more that run' {
        $page.Examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $page.Examples) {
            $example.Code | Should -BeLike "*$name*"
            $example.Text | Should -Match '\.$'
            $run = try { Invoke-PageExample $script:sample $example.Code } catch { throw "$($example.Title): $_" }
            ($run.Output.Count -or $run.HasEffect -or $example.Code -match '-WhatIf') | Should -BeTrue -Because "'$($example.Title)' should write or change something"
            $run.Output | Where-Object { $_ -is [Microsoft.PowerShell.Commands.GroupInfo] -and -not $_.Name } | Should -BeNullOrEmpty -Because "'$($example.Title)' groups by a property that there is"
        }
    }

    It 'is what Get-Help shows' {
        $help = Get-Help $name -Full
        $help.Synopsis | Should -BeExactly $page.Synopsis
        ($help.description.Text -join ' ') | Should -BeExactly ($page.Description -replace '`' -replace '\s+', ' ')
        @($help.examples.example).Count | Should -Be $page.Examples.Count
        @($help.examples.example.code) -join "`n" | Should -BeExactly ($page.Examples.Code -join "`n")
        $wrong = foreach ($parameter in $parameters) {
            $shown = $help.parameters.parameter | Where-Object name -EQ $parameter.Name
            if (-not $shown.description.Text) { "-$($parameter.Name) is not described" }
            if ("$($shown.description.Text) $($shown.type.name) $($shown.parameterValue)" -match '`') { "-$($parameter.Name) is Markdown" }
            $default = ($page.Parameters | Where-Object Name -EQ $parameter.Name).Default
            if ("$($shown.defaultValue)" -cne $default) { "-$($parameter.Name) has the default '$($shown.defaultValue)', not '$default'" }
            $pipeline = @(
                if ($parameter.ParameterSets.Values.ValueFromPipeline -contains $true) { 'ByValue' }
                if ($parameter.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' }
            ) -join ', '
            if ($shown.pipelineInput -ne ($pipeline ? "true ($pipeline)" : 'false')) { "-$($parameter.Name) takes input '$($shown.pipelineInput)', not '$pipeline'" }
        }
        $wrong | Should -BeNullOrEmpty
    }
}

Describe 'Topic <Topic>' -ForEach $topics {
    It 'is found by Get-Help, with what it is about' {
        $shown = Get-Help $Topic | Out-String -Width 400
        $short = [regex]::Match((Get-Content "$script:root/docs/help/$Topic.md" -Raw), '(?ms)^## SHORT DESCRIPTION\s+(.+?)\s+^## ').Groups[1].Value
        $shown | Should -BeLike "*$([WildcardPattern]::Escape($short))*"
        (Get-Help about_PermModule* | Where-Object Name -EQ $Topic).Synopsis | Should -BeExactly $short
    }

    It 'prints in 80 columns, with tables as columns' {
        $lines = Get-Content "$script:root/docs/help/en-US/$Topic.help.txt"
        # What a scheduler is given stays one line, as it is typed.
        $lines | Where-Object { $_.Length -gt 80 -and $_ -notmatch '^ {8}.*(pwsh |ScheduledTask|AzAutomation)' } | Should -BeNullOrEmpty
        $lines | Where-Object { $_ -match '^ *\|' } | Should -BeNullOrEmpty
    }

    It 'speaks of cmdlets and parameters that there are' {
        $text = Get-Content "$script:root/docs/help/$Topic.md" -Raw
        foreach ($link in [regex]::Matches($text, '\]\(([\w-]+\.md)\)')) {
            "$script:root/docs/help/$($link.Groups[1].Value)" | Should -Exist
        }
        foreach ($block in $Blocks) {
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($block.Code, [ref]$null, [ref]$null)
            foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                $command = Get-Command $call.GetCommandName() -Module PermModule -ErrorAction Ignore
                foreach ($parameter in $command ? $call.CommandElements.Where({ $_ -is [System.Management.Automation.Language.CommandParameterAst] }) : @()) {
                    { $command.ResolveParameter($parameter.ParameterName) } | Should -Not -Throw -Because "$call"
                }
            }
        }
    }

    It 'has code that runs: line <Line>' -AllowNullOrEmptyForEach -ForEach @($Blocks | Where-Object { -not $_.Reason }) {
        # The pages name the places of a real portal; here everything lies in one folder.
        $here = $Code -replace '/srv/perm/|//elsewhere/', './'
        $before = $env:PSModulePath
        $env:PSModulePath = "$script:root/out$([IO.Path]::PathSeparator)$before"
        try {
            $run = Invoke-PageExample $script:sample $here
        }
        finally {
            $env:PSModulePath = $before
        }
        ($run.Output.Count -or $run.HasEffect -or $Code -match '-WhatIf') | Should -BeTrue -Because 'it should write or change something'
    }
}

Describe 'The batch sizes' {
    It 'are those of the code in <_>' -ForEach 'about_PermModule_Pipelines_and_Batches' {
        $sizes = (Get-CoreType Storage.Batching)
        $first, $largest, $smallest = 'First', 'Largest', 'Smallest' | ForEach-Object { '{0:N0}' -f $sizes.GetField($_).GetRawConstantValue() }
        Get-Content "$script:root/docs/help/$_.md" -Raw | Should -Match "$first at first, up to $largest while nobody else writes, and down to $smallest while somebody waits"
    }
}

Describe 'What is made from the pages' {
    It 'is what was committed' {
        if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable | Where-Object Version -GE 1.0.0)) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PlatyPS 1 is not installed, which makes MAML from the pages'
            return
        }
        pwsh -NoProfile -NonInteractive -File "$script:root/packaging/New-Help.ps1" -OutputPath "$TestDrive/help" 2>&1 | Should -BeNullOrEmpty
        $made = Get-ChildItem "$TestDrive/help" | Sort-Object Name
        $made.Name | Should -Be (Get-ChildItem "$script:root/docs/help/en-US" | Sort-Object Name).Name
        foreach ($file in $made) {
            (Get-Content $file.FullName -Raw) -ceq ((Get-Content "$script:root/docs/help/en-US/$($file.Name)" -Raw) -replace "`r`n", "`n") |
                Should -BeTrue -Because "$($file.Name) is made by ./build.ps1 -Task Help, to be run after a page has changed"
        }
    }

    It 'is in the module that was built' {
        foreach ($file in Get-ChildItem "$script:root/docs/help/en-US") {
            (Get-FileHash "$(Split-Path $script:manifest.FullName)/en-US/$($file.Name)").Hash | Should -Be (Get-FileHash $file.FullName).Hash -Because $file.Name
        }
    }
}
