# Large batches are applied beside the pipeline. Whatever stands in it and wherever it ends, what comes out is the same as if it had waited for each.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    function Get-ErrorId { param([object[]] $From) @($From | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] }) }

    function Get-Record {
        # People, some of them twice; the same for the same seed.
        param([random] $Random, [int] $Count)
        for ($i = 0; $i -lt $Count; $i++) {
            [pscustomobject]@{ UserName = "u$($Random.Next(20) ? $i : $Random.Next($Count))"; Department = 'A' }
        }
    }
}

Describe 'A pipeline in which large batches are applied' {
    BeforeEach { $store = New-TestStore }

    It 'does as one that waits for each, whatever happens in between (seed <_>)' -ForEach @(1..4) {
        $random = [random]::new($_)
        $count = 4000 + $random.Next(3000)
        $records = @(Get-Record $random $count)
        $made = [Collections.Generic.HashSet[string]]::new()
        $expected = @($records.UserName | Where-Object { $made.Add($_) })
        $seen = [Collections.Generic.List[string]]::new()
        $wrong = [Collections.Generic.List[string]]::new()
        $null = New-PermGroup Team
        # What a script block finds in the store is what came out before it, whole batches at least.
        $before = {
            # Nothing is written while a script block has the store.
            if (-not $random.Next(50) -and (Get-PermAuditDigest).LastId -ne (Get-PermAuditDigest).LastId) { $wrong.Add("a batch was written meanwhile, at $($_.UserName)") }
            switch ($random.Next(700)) {
                0 { if (@(Get-PermUser).Count -lt $seen.Count) { $wrong.Add("fewer users than came out, at $($_.UserName)") } }
                1 { $script:groups++; Invoke-PermTransaction { $null = New-PermGroup "g$script:groups" }; if (@(Get-PermGroup).Count -ne $script:groups) { $wrong.Add('groups') } }
                2 { if ($seen.Count) { $null = Set-PermUser $seen[$random.Next($seen.Count)] -Department B } }
                3 { $null = Get-SeatUsage }
            }
            $_
        }
        $after = {
            $seen.Add($_.UserName)
            if (-not $random.Next(300) -and (Get-PermUser $_.UserName).Id -ne $_.Id) { $wrong.Add("not there: $($_.UserName)") }
            $_
        }
        $script:groups = 1
        $out = $records | ForEach-Object $before | New-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue | ForEach-Object $after |
            Set-PermUser -JobTitle Editor -PassThru | Add-PermGroupMember Team -PassThru
        $wrong | Should -BeNullOrEmpty
        Compare-Object $expected $seen -SyncWindow 0 | Should -BeNullOrEmpty
        Compare-Object $expected @($out.UserName) -SyncWindow 0 | Should -BeNullOrEmpty
        $refused | Should -HaveCount ($records.Count - $expected.Count)
        @(Get-PermUser | Where-Object JobTitle -EQ Editor) | Should -HaveCount $expected.Count
        @(Get-PermGroupMember Team) | Should -HaveCount $expected.Count
        Test-PermStore | Should -BeTrue
        (Test-PermStore -Detailed).Where{ -not $_.IsPassed } | Should -BeNullOrEmpty
    }

    It 'changes each user of the store once while it is read' {
        $null = 1..7000 | ForEach-Object { [pscustomobject]@{ UserName = "u$_" } } | New-PermUser
        $out = Get-PermUser | Set-PermUser -Department A -PassThru | Disable-PermUser -PassThru
        $out | Should -HaveCount 7000
        Compare-Object (Get-PermUser).Id $out.Id -SyncWindow 0 | Should -BeNullOrEmpty
        @(Get-PermUser -Inactive | Where-Object Department -EQ A) | Should -HaveCount 7000
        Get-PermUser | Remove-PermUser -Confirm:$false
        Get-PermUser | Should -BeNullOrEmpty
        Test-PermStore | Should -BeTrue
    }

    It 'applies nothing after the first refusal with -ErrorAction Stop' {
        $records = 1..9000 | ForEach-Object { [pscustomobject]@{ UserName = $_ -eq 5000 ? 'u1' : "u$_" } }
        $seen = [Collections.Generic.List[string]]::new()
        { $records | New-PermUser -ErrorAction Stop | ForEach-Object { $seen.Add($_.UserName) } } | Should -Throw -ErrorId 'UserAlreadyExists*'
        $seen | Should -HaveCount 4999
        @(Get-PermUser) | Should -HaveCount 4999
        Get-PermUser u5001 -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'has on disk what came out before a later command ends it' {
        $out = 1..9000 | ForEach-Object { [pscustomobject]@{ UserName = "u$_" } } | New-PermUser | Select-Object -First 2500
        $out | Should -HaveCount 2500
        $names = [Collections.Generic.HashSet[string]]::new([string[]](Get-PermUser).UserName)
        @($out | Where-Object { -not $names.Contains($_.UserName) }) | Should -BeNullOrEmpty
        $null = New-PermUser later
        Test-PermAuditTrail | Should -BeTrue
    }

    It 'has on disk what came out before it is stopped, and nothing half' {
        $path = $store.Path
        Disconnect-PermStore
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($Module, $Path)
                Import-Module $Module
                $null = Connect-PermStore $Path
                1..200000 | ForEach-Object { [pscustomobject]@{ UserName = "u$_" } } | New-PermUser
            }).AddArgument($script:manifest.FullName).AddArgument($path)
        $out = [Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $out)
        while ($out.Count -lt 3000 -and -not $run.IsCompleted) { Start-Sleep -Milliseconds 10 }
        $shell.Stop()
        $null = Connect-PermStore $path
        $names = [Collections.Generic.HashSet[string]]::new([string[]](Get-PermUser).UserName)
        $out.Count | Should -BeGreaterOrEqual 3000
        @($out | Where-Object { -not $names.Contains($_.UserName) }) | Should -BeNullOrEmpty
        $names.Count | Should -BeLessThan 200000
        Test-PermAuditTrail | Should -BeTrue
        # The runspace that was stopped can go on with its store.
        $shell.Commands.Clear()
        $shell.AddScript("(New-PermUser later).UserName").Invoke() | Should -Be later
        $shell.Dispose()
    }

    It 'says after Ctrl+C how many records are on disk, those of the last batch too' -Skip:$IsWindows {
        $null = 1..40000 | ForEach-Object { [pscustomobject]@{ UserName = "u$_" } } | New-PermUser
        $run = Start-Stoppable "Import-Module '$($script:manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Get-PermUser | Set-PermUser -Department Moved"
        while (@(Get-PermUser -Department Moved -First 1000).Count -lt 1000 -and -not $run.HasExited) { Start-Sleep -Milliseconds 20 }
        $said = Stop-Stoppable $run
        $moved = @(Get-PermUser -Department Moved).Count
        $moved | Should -BeLessThan 40000
        $said | Should -Match "Set-PermUser was stopped after $moved records\. What was done to them is on disk\."
    }

    It 'writes the warnings of the batches with the command that gives them' {
        Set-SeatContract -Light 3000 -Enforcement Warn -WarningAction Ignore
        $warnings = 1..9000 | ForEach-Object { [pscustomobject]@{ UserName = "u$_" } } | New-PermUser -WarningVariable given 3>$null | ForEach-Object { Get-PermUser $_.UserName -WarningVariable +others 3>$null }
        $given | Should -Not -BeNullOrEmpty
        $others | Should -BeNullOrEmpty
        @($warnings) | Should -HaveCount 9000
    }
}
