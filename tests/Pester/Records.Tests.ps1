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
}
