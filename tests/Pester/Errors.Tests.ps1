BeforeDiscovery {
    . "$PSScriptRoot/Setup.ps1"
    $script:ids = (Get-CoreType ErrorId).GetFields().ForEach('Name')
}

BeforeAll {
    . "$PSScriptRoot/Setup.ps1"
    # The table is internal: no script needs it but this one.
    $field = [PermModule.Commands.PermCmdlet].Assembly.GetType('PermModule.Errors.NextSteps').GetField('Steps', 'NonPublic, Static')
    $script:steps = @($field.GetValue($null).GetEnumerator())

    function Get-Constant {
        # The names and summaries of a class of constants, which may have several files, in the order of the names.
        param([string] $Path)
        $found = [Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
        $source = Get-Item "$script:root/src/PermModule.Core/$Path.cs", "$script:root/src/PermModule.Core/$Path.*.cs" | Get-Content -Raw
        [regex]::Matches($source -join "`n", '/// <summary>(.+)</summary>\s+public const string (\w+)').ForEach({
                $found[$_.Groups[2].Value] = [pscustomobject]@{ Name = $_.Groups[2].Value; Meaning = $_.Groups[1].Value }
            })
        $found.Values
    }

    function Get-IdLine {
        # What the topic says of ids: a line each, and one below it for each case that has a step of its own.
        param([string] $Path)
        $details = @{}
        Get-Constant Errors/ErrorDetail | ForEach-Object { $details[$_.Name] = $_.Meaning }
        foreach ($id in Get-Constant $Path) {
            $own = $script:steps | Where-Object { $_.Key.Item1 -ceq $id.Name } | Sort-Object { $_.Key.Item2 }
            $step = ($own | Where-Object { $null -eq $_.Key.Item2 }).Value
            # An example stands for what only a refusal knows.
            $step = $step -replace '\{(target|pattern)\}', "'name'" -replace '\{detail\}', ($id.Name -eq 'SeatLimitExceeded' ? 'Heavy' : 'Email')
            "- ``$($id.Name)``: $($id.Meaning) $step".TrimEnd()
            foreach ($case in $own | Where-Object { $_.Key.Item2 }) {
                $when = $details[$case.Key.Item2] ?? "From $($case.Key.Item2):"
                "  - $when $($case.Value)"
            }
        }
    }
}

AfterAll {
    Disconnect-PermStore
}

Describe 'Errors' {
    It 'says what to do next after <_>' -ForEach $script:ids {
        $id = $_
        ($script:steps | Where-Object { $_.Key.Item1 -ceq $id -and $null -eq $_.Key.Item2 }).Value | Should -Match '^\S.*\.$'
    }

    It 'has no step for an id, a detail or a cmdlet that does not exist' {
        $details = (Get-CoreType ErrorDetail).GetFields().ForEach('Name')
        $ids = 'ErrorId', 'WarningId' | ForEach-Object { (Get-CoreType $_).GetFields().ForEach('Name') }
        $cmdlets = (Get-Command -Module PermModule).Name
        $script:steps | Where-Object { $_.Key.Item1 -cnotin $ids } | Should -BeNullOrEmpty
        $script:steps.ForEach({ $_.Key.Item2 }) | Where-Object { $_ -and $_ -cnotin $details -and $_ -cnotin $cmdlets } | Should -BeNullOrEmpty
    }

    It 'names only cmdlets and parameters of this module' {
        $commands = Get-Command -Module PermModule
        $parameters = $commands.ForEach({ $_.Parameters.Keys }) | Select-Object -Unique
        foreach ($step in $script:steps.Value) {
            [regex]::Matches($step, '\b[A-Z]\w+-[A-Z]\w+').Value | Where-Object { $_ -and $_ -notin $commands.Name -and $_ -notin 'ConvertTo-Json', 'Get-Content' } | Should -BeNullOrEmpty -Because $step
            [regex]::Matches($step, '(?<= )-([A-Z]\w+)').ForEach({ $_.Groups[1].Value }) | Where-Object { $_ -notin $parameters -and $_ -ne 'Raw' } | Should -BeNullOrEmpty -Because $step
        }
    }

    It 'ends the message with the step: <Because>' -ForEach @(
        @{ Because = 'of the id'; Do = { Get-PermUser nobody }; Text = "*'nobody'. Find users by a part of the name with Get-PermUser and wildcards." }
        @{ Because = 'of the tier'; Do = { New-PermUser two -Profile Admin }; Text = '*Heavy seats needed 1, free 0, limit 0. Free Heavy seats with * Set-SeatContract -Heavy.' }
        @{ Because = 'of the detail'; Do = { Connect-PermStore $store.Path -ReadOnly; New-PermGroup Press }; Text = '*was opened read-only. Connect without -ReadOnly.' }
        @{ Because = 'of the cmdlet'; Do = { Export-PermReport "$TestDrive/report.txt" }; Text = '*End the path in .html, .md, .json, .xlsx or .csv.' }
    ) {
        $store = New-TestStore
        Set-SeatContract -Heavy 0
        $failed = & { try { & $Do -ErrorAction Stop 2>&1 } catch { $_ } } | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $failed[0].Exception.Message | Should -BeLike $Text
        $failed[0].Exception.NextStep | Should -Not -BeNullOrEmpty
    }

    It 'says the step once where an error is written again' {
        $null = New-TestStore
        try { Invoke-PermTransaction { Get-PermUser nobody } -ErrorAction SilentlyContinue } catch { $refused = $_.Exception.InnerException }
        [regex]::Matches($refused.Message, 'Find users').Count | Should -Be 1
    }

    It 'are in the topic, with what to do next, and so are the actions' {
        $path = "$script:root/docs/help/about_PermModule_Errors.md"
        $topic = (Get-Content $path -Raw) -replace "`r`n", "`n"
        $actions = Get-Constant Audit/AuditAction | ForEach-Object { "- ``$($_.Name)``: $($_.Meaning)" }
        $wanted = $topic
        foreach ($section in @(
                @{ Title = 'Errors'; Lines = Get-IdLine Errors/ErrorId }
                @{ Title = 'Warnings'; Lines = Get-IdLine Errors/WarningId }
                @{ Title = 'Actions in the audit trail'; Lines = $actions })) {
            $list = $section.Lines -join "`n"
            $section.Lines.Count | Should -BeGreaterThan 5
            $wanted = [regex]::Replace($wanted, "(?s)(### $($section.Title)\n\n(?:[^-#][^\n]*\n\n)?)(?:- .*?\n\n)?(?=##)", { param($m) "$($m.Groups[1].Value)$list`n`n" })
        }
        $told = [regex]::Matches($wanted, '(?m)^- `(\w+)`:').ForEach({ $_.Groups[1].Value })
        'ErrorId', 'WarningId' | ForEach-Object { (Get-CoreType $_).GetFields().Name } | Where-Object { $_ -cnotin $told } | Should -BeNullOrEmpty -Because 'every id is in the topic'
        if ($env:PERMMODULE_UPDATE_SNAPSHOT) {
            [IO.File]::WriteAllText($path, $wanted)
        }
        else {
            $topic | Should -BeExactly $wanted -Because 'the topic is made from the constants; set PERMMODULE_UPDATE_SNAPSHOT=1 to make it again'
        }
    }
}
