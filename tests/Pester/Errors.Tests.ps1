BeforeDiscovery {
    . "$PSScriptRoot/Setup.ps1"
    $script:ids = (Get-Command Get-PermUser).OutputType[0].Type.Assembly.GetType('PermModule.ErrorId').GetFields().ForEach('Name')
}

BeforeAll {
    . "$PSScriptRoot/Setup.ps1"
    $script:core = (Get-Command Get-PermUser).OutputType[0].Type.Assembly
    # The table is internal: no script needs it but this one.
    $field = [PermModule.Commands.PermCmdlet].Assembly.GetType('PermModule.Errors.NextSteps').GetField('Steps', 'NonPublic, Static')
    $script:steps = @($field.GetValue($null).GetEnumerator())
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
        $details = $script:core.GetType('PermModule.ErrorDetail').GetFields().ForEach('Name')
        $cmdlets = (Get-Command -Module PermModule).Name
        $script:steps | Where-Object { $_.Key.Item1 -cnotin $script:core.GetType('PermModule.ErrorId').GetFields().ForEach('Name') } | Should -BeNullOrEmpty
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
        @{ Because = 'of the id'; Do = { Get-PermUser nobody }; Text = "*'nobody'. Find users with Get-PermUser '?part of the name?'." }
        @{ Because = 'of the tier'; Do = { New-PermUser two -Profile Admin }; Text = '*Heavy seats needed 1, free 0, limit 0. Free Heavy seats with * Set-SeatContract -Heavy.' }
        @{ Because = 'of the detail'; Do = { Connect-PermStore $store.Path -ReadOnly; New-PermGroup Press }; Text = '*was opened read-only. Connect without -ReadOnly.' }
        @{ Because = 'of the cmdlet'; Do = { Export-PermReport "$TestDrive/report.txt" }; Text = '*End the path in .html, .md or .json.' }
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
}
