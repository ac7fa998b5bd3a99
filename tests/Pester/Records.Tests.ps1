# Each record of a pipeline stands for itself: what an earlier one gave, in whichever form, is not given by a later one.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
}

Describe 'A record in the pipeline' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermGroup Press -Description G
        $null = New-PermUser ann
        $null = New-PermUser bob -SsoOnly
        $null = New-PermUser dora -Inactive
        $null = Set-SeatContract -Heavy 5 -Regular 5 -Light 10 -Currency EUR -PricePerSeat @{ Heavy = 40 }
    }

    It 'does not activate anybody because an earlier one says Inactive: <Name>' -ForEach @(
        @{ Name = 'a record'; Later = { [pscustomobject]@{ UserName = 'dora'; JobTitle = 'Editor' } } }
        @{ Name = 'a name'; Later = { 'dora' } }
        @{ Name = 'an object'; Later = { Get-PermUser dora } }
        @{ Name = 'a record after two'; Later = { [pscustomobject]@{ UserName = 'bob'; Location = 'Oslo' }; [pscustomobject]@{ UserName = 'dora'; Location = 'Oslo' } } }
        @{ Name = 'a record after one without a name'; Later = { [pscustomobject]@{ Inactive = $true }; [pscustomobject]@{ UserName = 'dora'; Location = 'Oslo' } } }
        @{ Name = 'a record after one that is refused'; Later = { [pscustomobject]@{ UserName = 'bob'; Inactive = $true; IsActive = 'perhaps' }; [pscustomobject]@{ UserName = 'dora'; Location = 'Oslo' } } }
    ) {
        @([pscustomobject]@{ UserName = 'ann'; Inactive = $true }; & $Later) | Set-PermUser -Department Print -ErrorAction SilentlyContinue
        (Get-PermUser ann).IsActive, (Get-PermUser dora).IsActive, (Get-PermUser bob).IsActive | Should -Be $false, $false, $true
        (Get-PermUser dora).Department | Should -Be 'Print'
    }

    It 'does not take single sign-on from anybody because an earlier one gives it' {
        '[{"UserName":"ann","SsoOnly":true},{"UserName":"bob","JobTitle":"Editor"},{"UserName":"ann","IsSsoOnly":false}]' | ConvertFrom-Json | Set-PermUser
        (Get-PermUser ann).IsSsoOnly, (Get-PermUser bob).IsSsoOnly | Should -Be $false, $true
    }

    It 'is not refused because an earlier one says the same in another column' {
        $made = '[{"UserName":"n1","Inactive":true},{"UserName":"n2","IsActive":false},{"UserName":"n3"}]' | ConvertFrom-Json | New-PermUser
        $made.IsActive | Should -Be $false, $false, $true
    }

    It 'leaves what the contract says where it does not say <Column>' -ForEach @(
        @{ Column = 'Heavy'; Value = 6 }, @{ Column = 'Regular'; Value = 6 }, @{ Column = 'Light'; Value = 12 }, @{ Column = 'Enforcement'; Value = 'Warn' }, @{ Column = 'WarningPercent'; Value = 70 }
        @{ Column = 'ReactivationDelayDays'; Value = 180 }, @{ Column = 'Currency'; Value = 'CHF' }, @{ Column = 'PricePerSeat'; Value = @{ Light = 3 } }
    ) {
        $first = [pscustomobject]@{ $Column = $Value } | Set-SeatContract
        $other = if ($Column -eq 'Heavy') { @{ Light = 11 } } else { @{ Heavy = 7 } }
        $null = [pscustomobject]@{ $Column = $Value }, [pscustomobject]$other | Set-SeatContract
        "$((Get-SeatContract).$Column)" | Should -BeExactly "$($first.$Column)"
        "$($first.$Column)" | Should -Not -BeNullOrEmpty
    }

    It 'takes a limit away where it says so' {
        $null = [pscustomobject]@{ Heavy = 6 }, [pscustomobject]@{ Heavy = $null }, [pscustomobject]@{ Light = 11 } | Set-SeatContract
        (Get-SeatContract).Heavy | Should -BeNullOrEmpty
        (Get-SeatContract).Light | Should -Be 11
    }

    It 'does not leave the store without a default profile' {
        '[{"Name":"Admin","Default":true},{"Name":"Admin","Description":"all"}]' | ConvertFrom-Json | Set-PermProfile
        @([pscustomobject]@{ Name = 'Editor'; IsDefault = 'yes' }; Get-PermProfile Editor) | Set-PermProfile -Description some
        (Get-PermProfile | Where-Object IsDefault).Name | Should -Be 'Editor'
        [pscustomobject]@{ Name = 'Editor'; IsDefault = 'no' } | Set-PermProfile
        Get-PermProfile | Where-Object IsDefault | Should -BeNullOrEmpty
    }

    It 'does not describe a profile or group because an earlier one does' {
        '[{"Name":"Admin","Description":"all"},{"Name":"Editor","NewName":"Editors"}]' | ConvertFrom-Json | Set-PermProfile
        (Get-PermProfile Editors).Description | Should -BeNullOrEmpty
        $null = New-PermGroup Sales
        '[{"Name":"Sales","Description":"S"},{"Name":"Press","NewName":"News"}]' | ConvertFrom-Json | Set-PermGroup
        (Get-PermGroup News).Description | Should -Be 'G'
    }

    It 'is asked again by a script block' {
        Get-PermUser ann, bob, dora | Set-PermUser -Inactive:{ $_.UserName -eq 'bob' } -SsoOnly:{ $_.UserName -ne 'bob' }
        (Get-PermUser ann, bob, dora | Sort-Object UserName).IsActive | Should -Be $true, $false, $true
        (Get-PermUser ann, bob, dora | Sort-Object UserName).IsSsoOnly | Should -Be $true, $false, $true
    }

    It 'counts less than the command line, a default or a splatted table: <Name>' -ForEach @(
        @{ Name = 'command line'; Run = { $input | Set-PermUser -Inactive:$false -Location Oslo } }
        @{ Name = 'splatted'; Run = { $given = @{ Inactive = $false; Location = 'Oslo' }; $input | Set-PermUser @given } }
        @{ Name = 'default'; Run = { $PSDefaultParameterValues = @{ 'Set-PermUser:Inactive' = $false }; $input | Set-PermUser -Location Oslo } }
    ) {
        @([pscustomobject]@{ UserName = 'ann'; Inactive = $true }; [pscustomobject]@{ UserName = 'dora'; JobTitle = 'Editor' }; Get-PermUser bob) | & $Run
        (Get-PermUser).IsActive | Should -Be $true, $true, $true
    }

    It 'names each column that nothing takes once, whichever record has it: <Name>' -ForEach @(
        @{ Name = 'Set-PermUser'; Records = '[{"UserName":"ann","JobTitle":"A"},{"UserName":"bob","JobTitle":"B","Departmnt":"X"},{"UserName":"ann","JobTitle":"C","Departmnt":"X"}]'; To = { $input | Set-PermUser } }
        @{ Name = 'New-PermUser'; Records = '[{"UserName":"n1"},{"UserName":"n2","Departmnt":"X"},{"UserName":"n3","Departmnt":"X"}]'; To = { $input | New-PermUser } }
        @{ Name = 'New-PermProfile'; Records = '[{"Name":"p1","Right":"Manage brands"},{"Name":"p2","Departmnt":"View orders"}]'; To = { $input | New-PermProfile } }
        @{ Name = 'Set-PermProfile'; Records = '[{"Name":"Admin","Description":"A"},{"Name":"Editor","Description":"A","Departmnt":"X"},{"Name":"Editor","Description":"B","Departmnt":"X"}]'; To = { $input | Set-PermProfile } }
        @{ Name = 'New-PermGroup'; Records = '[{"Name":"g1"},{"Name":"g2","Departmnt":"X"},{"Name":"g3","Departmnt":"X"}]'; To = { $input | New-PermGroup } }
        @{ Name = 'Set-PermGroup'; Records = '[{"Name":"Press","Description":"A"},{"Name":"Press","Description":"B","Departmnt":"X"}]'; To = { $input | Set-PermGroup } }
        @{ Name = 'Set-SeatContract'; Records = '[{"Heavy":6},{"Light":11,"Departmnt":"X"},{"Light":12,"Departmnt":"X"}]'; To = { $input | Set-SeatContract } }
        @{ Name = 'Submit-WaitingRoomItem'; Records = '[{"Kind":"Quarantine","UserName":"ann","Asset":"a.exe"},{"Kind":"Quarantine","UserName":"ann","Asset":"b.exe","Departmnt":"X"}]'; To = { $input | Submit-WaitingRoomItem } }
        @{ Name = 'Add-PermRoleMember'; Records = '[{"Role":"Champion","User":"ann"},{"Role":"Champion","UserName":"bob","Departmnt":"X"}]'; To = { Set-PermUser ann, bob -Profile Admin; $input | Add-PermRoleMember } }
        @{ Name = 'Add-PermGroupMember'; Records = '[{"Group":"Press","User":"ann"},{"Group":"Press","UserName":"bob","Departmnt":"X"}]'; To = { $input | Add-PermGroupMember } }
    ) {
        $out = $Records | ConvertFrom-Json | & $To 3>&1
        $said = @($out | Where-Object { "$_" -like '*does not use*' -and $_ -is [Management.Automation.WarningRecord] })
        $said | Should -HaveCount 1
        "$said" | Should -BeExactly "$Name does not use the column 'Departmnt'. Rename what is meant to be applied."
    }

    It 'names a column that a decision does not take' {
        $null = New-PermProfile Auditor -Right 'asset-bank.waiting-room.*'
        $null = New-PermUser aud -Profile Auditor
        $item = Submit-WaitingRoomItem Quarantine ann a.exe
        $out = [pscustomobject]@{ Id = $item.Id; Auditor = 'aud'; Coment = 'x' } | Approve-WaitingRoomItem 3>&1
        "$out" | Should -BeLike "*'Coment'*"
    }

    It 'names no column that objects only show: <Name>' -ForEach @(
        @{ Name = 'a user with a role to give'; From = { Get-PermUser ann }; To = { Set-PermUser ann -Profile Admin; $input | Add-PermRoleMember Champion } }
        @{ Name = 'a user to put into a group'; From = { Get-PermUser ann }; To = { $input | Add-PermGroupMember Press } }
        @{ Name = 'a group'; From = { Get-PermGroup Press }; To = { $input | Set-PermGroup -Description x } }
        @{ Name = 'a group to make'; From = { Get-PermGroup Press; Remove-PermGroup Press -Confirm:$false }; To = { $input | New-PermGroup } }
        @{ Name = 'a profile'; From = { Get-PermProfile Admin }; To = { $input | Set-PermProfile -Description x } }
        @{ Name = 'a contract'; From = { Get-SeatContract }; To = { $input | Set-SeatContract } }
        @{ Name = 'what a job gives'; From = { Get-PermUser ann | Select-Object *, @{ Name = 'PSComputerName'; Expression = { 'x' } }, @{ Name = 'RunspaceId'; Expression = { 'y' } } }; To = { $input | Set-PermUser } }
        @{ Name = 'an object after a record'; From = { [pscustomobject]@{ Name = 'Press'; Description = 'B' } }; To = { $null = $input | Set-PermGroup; 'Press' | Set-PermGroup -Description C; Set-PermProfile Admin -Description D } }
    ) {
        $read = & $From
        $read | ConvertTo-Json -Depth 4 | ConvertFrom-Json | & $To 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -BeNullOrEmpty
    }
}
