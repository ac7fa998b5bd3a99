BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Compare-PermStore' {
    BeforeEach {
        $first = New-TestStore
        $script:reference = "$(Split-Path $first.Path)/reference.db"
        $null = Set-SeatContract -Heavy 5 -Light 50 -WarningPercent 80 -PricePerSeat @{ Heavy = 40 } -Currency EUR
        $null = Set-PermRightTier asset-bank.collections.create-collections Regular
        $null = New-PermProfile "O'Neil’s" -Description 'it is `$odd' -Right asset-bank.asset.manage-brands, asset-bank.asset-management.upload-assets
        $null = Grant-PermRight Editor asset-bank.collections.create-collections
        $null = New-PermGroup 'Rome; Remove-Item *' -Description 'x'
        $null = New-PermUser "d'arc" -Email d@example.com -Profile "O'Neil’s" -Department 'Sales & "Press"' -Group 'Rome; Remove-Item *' -SsoOnly
        $null = New-PermUser ann -FirstName Ann -Inactive
        $null = New-PermUser bob -JobTitle Boss
        Add-PermRoleMember PortalOwner ann
        Add-PermRoleMember Champion "d'arc" -Location Rome
        Set-ContentWorkflowOwner bob
        $null = Submit-WaitingRoomItem Download bob film.mp4, 'a ''b''.png' -Reason 'For a fair'
        $null = Backup-PermStore $script:reference
        $script:second = New-TestStore
        $null = Revoke-PermRight Editor asset-bank.asset-management.upload-assets
        $null = New-PermProfile Old
        $null = New-PermUser ann -Profile Old -LastName Lee
        $null = New-PermUser eve
        $null = New-PermGroup Old
        Add-PermGroupMember Old ann
        Add-PermRoleMember PortalOwner eve
    }

    It 'names each difference, and running the commands leaves none' {
        $found = @(Compare-PermStore $script:reference)
        $found.SideIndicator | Sort-Object -Unique | Should -Be '<=', '<>', '=>'
        ($found | Where-Object { $_.Kind -eq 'User' -and $_.Name -eq 'eve' }).SideIndicator | Should -Be '=>'
        ($found | Where-Object { $_.Kind -eq 'User' -and $_.Property -eq 'LastName' }).Difference | Should -Be Lee
        $ConfirmPreference, $ErrorActionPreference = 'None', 'Stop'
        foreach ($command in $found.Command | Where-Object { $_ }) {
            $null = & ([scriptblock]::Create($command))
        }
        $left = Compare-PermStore $script:reference
        # A request bears the time at which it was made, so that one that is made again is another.
        ($left | Where-Object Kind -NE Request | Out-String) | Should -BeNullOrEmpty
        ($left | Where-Object Kind -EQ Request).SideIndicator | Sort-Object | Should -Be '<=', '=>'
        (Test-PermStore) | Should -BeTrue
    }

    It 'takes a currency away that only the other store has' {
        $null = Set-SeatContract -Currency CHF
        $found = Compare-PermStore $script:second.Path $script:reference -Kind Contract | Where-Object Property -EQ Currency
        $found.Command | Should -BeExactly "Set-SeatContract -Currency CHF -Store '$script:reference'"
        $null = Set-SeatContract -Currency ''
        $found = Compare-PermStore $script:second.Path $script:reference -Kind Contract | Where-Object Property -EQ Currency
        $found.Command | Should -BeExactly "Set-SeatContract -Currency '' -Store '$script:reference'"
    }

    It 'opens a store by its path for reading only, and leaves it as it is' {
        $before = (Get-FileHash $script:reference).Hash
        Compare-PermStore $script:reference $script:second.Path | Should -Not -BeNullOrEmpty
        (Get-FileHash $script:reference).Hash | Should -Be $before
        { Move-Item $script:reference "$script:reference.moved" } | Should -Not -Throw
        { Compare-PermStore $script:reference } | Should -Throw -ErrorId 'StoreNotFound,*'
    }

    It 'names the store in the commands where it is not the one in use' {
        $user = Compare-PermStore $script:second.Path $script:reference -Kind User | Where-Object Name -EQ eve
        $user.Command | Should -BeExactly "New-PermUser 'eve' -Profile 'Viewer' -Store '$script:reference'"
        $user = Compare-PermStore $script:reference -Kind User | Where-Object Name -EQ eve
        $user.Command | Should -BeExactly "Remove-PermUser 'eve'"
    }

    It 'compares a store with its past, by a date or by -ReferenceAsOf and -DifferenceAsOf' {
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        Set-PermUser ann -Department Legal
        $null = Submit-WaitingRoomItem Download ann film.mp4 -Reason 'For a fair'
        Remove-PermGroupMember Old ann -Confirm:$false
        foreach ($found in @(Compare-PermStore $then), @(Compare-PermStore -ReferenceAsOf $then), @(Compare-PermStore $script:second.Path -ReferenceAsOf $then)) {
            $found.Kind | Should -Be User, Membership, Request
            $found.SideIndicator | Should -Be '<>', '<=', '=>'
            $found[0].Reference, $found[0].Difference | Should -Be $null, 'Legal'
        }
        $found[1].Command | Should -Be "Add-PermGroupMember 'Old' 'ann'"
        $back = Compare-PermStore $script:second -DifferenceAsOf $then
        $back.SideIndicator | Should -Be '=>', '<>', '<='
        $back.Command | Where-Object { $_ } | Should -BeNullOrEmpty
        Compare-PermStore $then $then | Should -BeNullOrEmpty
        { Compare-PermStore (Get-Date).AddDays(1) } | Should -Throw -ErrorId 'AsOfInFuture,*'
        { Compare-PermStore -ReferenceAsOf 2001-01-01 } | Should -Throw -ErrorId 'AsOfTooEarly,*'
    }

    It 'reads a date that is written as text, and refuses what is no store and no date' {
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        Set-PermUser ann -Department Legal
        (Compare-PermStore $then.ToString('o')).Property | Should -Be Department
        (Compare-PermStore $then.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffffffZ')).Property | Should -Be Department
        { Compare-PermStore '31.01.2026T12:00' } | Should -Throw '*no date of the form 2026-01-31T12:00:00Z*' -ErrorId 'StoreNotFound,*'
        { Compare-PermStore nowhere:/perm.db } | Should -Throw -ErrorId 'StoreNotFound,*'
    }

    It 'drops no date, and names only parameters that it has' {
        $then = Get-Date
        { Compare-PermStore $then -ReferenceAsOf $then } | Should -Throw '*-Reference is a date already*' -ErrorId 'ConflictingFilters,*'
        { Compare-PermStore $script:reference $then -DifferenceAsOf $then } | Should -Throw '*-Difference is a date already*' -ErrorId 'ConflictingFilters,*'
        { Compare-PermStore -ReferenceAsOf $then.AddDays(1) } | Should -Throw '*Give a date up to now*' -ErrorId 'AsOfInFuture,*'
        { Compare-PermStore -ReferenceAsOf 2001-01-01 } | Should -Throw '*Give a later date.*' -ErrorId 'AsOfTooEarly,*'
    }

    It 'shows what is equal where that is asked for' {
        Compare-PermStore $script:second $script:second | Should -BeNullOrEmpty
        $equal = Compare-PermStore $script:second -IncludeEqual -Kind User, Group
        $equal.SideIndicator | Sort-Object -Unique | Should -Be '=='
        $equal.Name | Should -Be Old, ann, eve
        $equal.Command | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'gives a renamed user back under the name of then, and never removes them' {
        $null = Set-PermUser ann -Email ann@example.com
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        Set-PermUser ann -NewUserName anna
        $id = (Get-PermUser anna).Id
        $found = @(Compare-PermStore -ReferenceAsOf $then)
        $found.Command | Should -BeExactly "Set-PermUser 'anna' -NewUserName 'ann'"
        $ConfirmPreference = 'None'
        $found | ForEach-Object { & ([scriptblock]::Create($_.Command)) }
        (Get-PermUser ann).Id | Should -Be $id
    }

    It 'exchanges addresses, external ids and the last seats of two users' {
        $null = Remove-PermUser eve -Confirm:$false
        Set-PermUser ann -Profile Admin -Email 1@example.com -ExternalId x1
        $null = New-PermUser bob -Email 2@example.com -ExternalId x2
        $null = Set-SeatContract -Heavy 1 -Light 1
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        $null = Set-SeatContract -Enforcement Warn
        Set-PermUser ann -Email '' -ExternalId ''
        Set-PermUser bob -Email 1@example.com -ExternalId x1 -Profile Admin -WarningAction SilentlyContinue
        Set-PermUser ann -Email 2@example.com -ExternalId x2 -Profile Viewer -WarningAction SilentlyContinue
        $null = Set-SeatContract -Enforcement Block
        $found = @(Compare-PermStore -ReferenceAsOf $then)
        $found.Command | Should -Contain "Set-PermUser 'bob' -Email ''; Set-PermUser 'ann' -Email '1@example.com'"
        $ConfirmPreference, $ErrorActionPreference, $WarningPreference = 'None', 'Stop', 'SilentlyContinue'
        foreach ($command in $found.Command) {
            $null = & ([scriptblock]::Create($command))
        }
        Compare-PermStore -ReferenceAsOf $then | Should -BeNullOrEmpty
        (Get-SeatContract).Enforcement | Should -Be Block
    }

    It 'gives no command for users whose personal data was erased since' {
        $null = Submit-WaitingRoomItem Download eve a.psd -Reason x -ForApproval
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        Remove-PermUser eve -Confirm:$false
        $null = Clear-PermPersonalData eve -Confirm:$false
        $found = @(Compare-PermStore -ReferenceAsOf $then -WarningAction SilentlyContinue)
        ($found | Where-Object Name -Like 'erased-*').Kind | Sort-Object | Should -Be User, Role
        $found.Command | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'gives the account of Content Workflow to somebody meanwhile where the next owner is yet to come' {
        $null = New-PermUser dan -Profile Admin
        $null = New-PermUser gil -Profile Admin
        Set-ContentWorkflowOwner gil
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        Set-PermUser dan -NewUserName fay
        $null = New-PermUser dan -Profile Admin
        Set-ContentWorkflowOwner dan
        Remove-PermUser gil -Confirm:$false
        $found = @(Compare-PermStore -ReferenceAsOf $then)
        $found.Command | Should -Contain "Set-ContentWorkflowOwner 'ann'; Remove-PermUser 'dan'"
        $ConfirmPreference, $ErrorActionPreference = 'None', 'Stop'
        foreach ($command in $found.Command) {
            $null = & ([scriptblock]::Create($command))
        }
        Compare-PermStore -ReferenceAsOf $then | Should -BeNullOrEmpty
    }

    It 'passes the account of Content Workflow on to the next owner under the name of now' {
        $null = New-PermUser dan -Profile Admin
        Set-ContentWorkflowOwner dan
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        Set-PermUser dan -NewUserName fay
        $null = New-PermUser dan -Profile Admin
        Set-ContentWorkflowOwner dan
        $found = @(Compare-PermStore -ReferenceAsOf $then)
        $found.Command | Should -Be "Set-ContentWorkflowOwner 'fay'", "Remove-PermUser 'dan'", "Set-PermUser 'fay' -NewUserName 'dan'"
        $found[0].Reference, $found[0].Difference | Should -Be dan, dan
    }

    It 'gives commands that can be run in their order between two moments of random changes (<_>)' -ForEach 1, 2, 3 {
        $random = [random]::new($_)
        $ConfirmPreference, $WarningPreference = 'None', 'SilentlyContinue'
        $ErrorActionPreference = 'Stop'
        $null = New-PermUser zoe -Profile Admin
        Set-ContentWorkflowOwner zoe
        $null = Set-SeatContract -Heavy 3 -Regular 2 -Light 3
        $change = {
            $one, $other = 1..2 | ForEach-Object { 'ann', 'bob', 'cid', 'dan', 'eve' | Get-Random -SetSeed $random.Next() }
            $profileName = 'Admin', 'Editor', 'Viewer' | Get-Random -SetSeed $random.Next()
            $number = $random.Next(4)
            switch ($random.Next(9)) {
                0 { $null = New-PermUser $one -Email "$number@example.com" -ExternalId "x$number" -Profile $profileName }
                1 { Set-PermUser $one -NewUserName $other }
                2 { Set-PermUser $one -Profile $profileName }
                3 { Set-PermUser $one -Email "$number@example.com" }
                4 { Set-PermUser $one -ExternalId "x$number" }
                5 { Set-PermUser $one -Email '' -ExternalId '' }
                6 { Remove-PermUser $one }
                7 { if ($number -lt 2) { Disable-PermUser $one } else { Enable-PermUser $one } }
                8 { $null = Set-PermGroup Old -Description "d$number"; Add-PermGroupMember Old $one }
            }
        }
        foreach ($step in 1..30) { try { . $change } catch { $null = $_ } }
        Start-Sleep -Milliseconds 20
        $then = Get-Date
        Start-Sleep -Milliseconds 20
        foreach ($step in 1..30) { try { . $change } catch { $null = $_ } }
        $found = @(Compare-PermStore -ReferenceAsOf $then)
        $found.Count | Should -BeGreaterThan 3
        foreach ($command in $found.Command) {
            $null = & ([scriptblock]::Create($command))
        }
        Compare-PermStore -ReferenceAsOf $then | Out-String | Should -BeNullOrEmpty
        (Test-PermStore) | Should -BeTrue
    }
}
