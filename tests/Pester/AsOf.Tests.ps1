# -AsOf of the cmdlets that read.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
}

Describe '-AsOf' {
    BeforeAll {
        $script:store = New-TestStore
        $null = New-PermGroup Press
        $null = New-PermUser ann -Profile Editor -Department Sales
        $null = New-PermUser bob
        Add-PermGroupMember Press ann
        Add-PermRoleMember PortalOwner ann
        Set-SeatContract -Regular 5
        $script:reads = [ordered]@{
            'Get-PermUser'           = { Get-PermUser @args }
            'Get-PermProfile'        = { Get-PermProfile @args }
            'Get-PermGroup'          = { Get-PermGroup @args }
            'Get-PermGroupMember'    = { Get-PermGroupMember @args }
            'Get-PermRoleMember'     = { Get-PermRoleMember @args }
            'Get-PermEffectiveRight' = { Get-PermEffectiveRight ann @args }
            'Test-PermRight'         = { Test-PermRight ann asset-bank.asset-management.upload-assets @args }
            'Get-SeatUsage'          = { Get-SeatUsage @args }
            'Get-SeatContract'       = { Get-SeatContract @args }
            'Get-PermRightHolder'    = { Get-PermRightHolder *upload* @args }
        }
        $script:before = @{}
        foreach ($name in $reads.Keys) { $before[$name] = & $reads[$name] | ConvertTo-Json -Depth 4 }
        $null = Export-PermReport "$TestDrive/before.json"
        $script:then = Get-Date
        Start-Sleep -Milliseconds 20
        $script:person = Get-PermUser bob
        Set-PermUser ann -NewUserName anna -Profile Viewer -Department Legal
        Set-PermProfile Editor -NewName Makers
        Revoke-PermRight Makers asset-bank.asset-management.upload-assets
        Set-PermGroup Press -NewName Media
        Remove-PermRoleMember PortalOwner anna -Confirm:$false
        Set-SeatContract -Regular 9
        Set-PermRightTier asset-bank.collections.create-collections Regular
        $null = New-PermUser ann
        Remove-PermUser bob -Confirm:$false
        Remove-PermGroup Media -Confirm:$false
    }

    It '<_> shows the state of then' -ForEach 'Get-PermUser', 'Get-PermProfile', 'Get-PermGroup', 'Get-PermGroupMember', 'Get-PermRoleMember', 'Get-PermEffectiveRight', 'Test-PermRight', 'Get-SeatUsage', 'Get-SeatContract', 'Get-PermRightHolder' {
        $asOf = & $reads[$_] -AsOf $then | ConvertTo-Json -Depth 4
        $asOf | Should -BeExactly $before[$_]
        & $reads[$_] | ConvertTo-Json -Depth 4 | Should -Not -BeExactly $before[$_]
    }

    It '<_> refuses a moment that the trail does not tell of' -ForEach 'Get-PermUser', 'Get-PermProfile', 'Get-PermGroup', 'Get-PermGroupMember', 'Get-PermRoleMember', 'Get-PermEffectiveRight', 'Test-PermRight', 'Get-SeatUsage', 'Get-SeatContract', 'Get-PermRightHolder' {
        $read = $reads[$_]
        { & $read -AsOf (Get-Date).AddHours(1) -ErrorAction Stop } | Should -Throw -ErrorId 'AsOfInFuture,*'
        { & $read -AsOf 2001-01-01 -ErrorAction Stop } | Should -Throw -ErrorId 'AsOfTooEarly,*'
    }

    It 'finds the person who is piped in, under the name of then' {
        (Get-PermUser anna | Get-PermUser -AsOf $then).UserName | Should -Be ann
        (Get-PermUser ann).Department | Should -BeNullOrEmpty
        (Get-PermUser ann -AsOf $then).Department | Should -Be Sales
        (Get-PermUser anna | Test-PermRight -Right asset-bank.asset-management.upload-assets -AsOf $then) | Should -BeTrue
    }

    It 'gives objects that mean the same person now' {
        Get-PermUser ann -AsOf $then | Set-PermUser -JobTitle Chief
        (Get-PermUser anna).JobTitle | Should -Be Chief
        (Get-PermUser ann -AsOf $then | Test-PermRight -Right asset-bank.asset-management.upload-assets) | Should -BeFalse
    }

    It 'writes the report of then' {
        $null = Export-PermReport "$TestDrive/then.json" -AsOf $then
        $then, $old = "$TestDrive/then.json", "$TestDrive/before.json" | ForEach-Object { Get-Content $_ -Raw | ConvertFrom-Json }
        $then.Seats | ConvertTo-Json -Depth 9 | Should -BeExactly ($old.Seats | ConvertTo-Json -Depth 9)
        $then.Profiles | ConvertTo-Json -Depth 9 | Should -BeExactly ($old.Profiles | ConvertTo-Json -Depth 9)
    }

    It 'says in words what was to be done then, for a line would be about who has the name now' {
        $lines = 'Set-PermUser', 'Grant-PermRight', 'Add-PermRoleMember'
        Export-PermReport -AsText Markdown | Should -Match ($lines -join '|')
        Export-PermReport -AsText Markdown -AsOf $then | Should -Not -Match ($lines -join '|')
        Export-PermReport -AsText Markdown -AsOf $then | Should -Match "Grant '[^']+' to "
    }

    It 'asks for the right to see the trail' {
        $null = Connect-PermStore $store.Path -As anna
        Get-PermUser -AsOf $then -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'NotPermitted,PermModule.Commands.GetPermUserCommand'
        $null = Connect-PermStore $store.Path
    }
}
