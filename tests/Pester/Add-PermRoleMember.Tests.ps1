BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Add-PermRoleMember' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Editor -Department Sales -Location Oslo
        $null = New-PermUser bob -Profile Admin -Department Legal
        $null = New-PermUser cyd
    }

    It 'gives a role for the department and location of the user or one that is named' {
        Add-PermRoleMember Champion ann | Should -BeNullOrEmpty
        Add-PermRoleMember -Role Champion -User bob -Department Press -Location Rome
        $members = Get-PermRoleMember Champion
        $members.UserName | Should -Be ann, bob
        $members.Department | Should -Be Sales, Press
        $members.Location | Should -Be Oslo, Rome
    }

    It 'takes users by pipe, as objects and names' {
        $added = Get-PermUser | Add-PermRoleMember PortalOwner -PassThru
        $added | Should -BeOfType (Get-CoreType RoleMember)
        $added.UserName | Should -Be ann, bob, cyd
        'ann', 'bob' | Add-PermRoleMember Champion -Department Board
        (Get-PermRoleMember Champion).Department | Should -Be Board, Board
    }

    It 'takes a piped user for who it is and not for the department it shows' {
        Add-PermRoleMember Champion ann -Department Press
        Get-PermUser ann | Add-PermRoleMember Champion
        (Get-PermRoleMember Champion).Department | Should -Be Press
        Get-PermUser ann | Add-PermRoleMember Champion -Department Board
        (Get-PermRoleMember Champion).Department | Should -Be Board
    }

    It 'takes rows of a CSV by property name' {
        "Role,User,Department`nChampion,ann,Press`nPortalOwner,cyd," | ConvertFrom-Csv | Add-PermRoleMember
        (Get-PermRoleMember PortalOwner, Champion).UserName | Should -Be cyd, ann
        (Get-PermRoleMember Champion).Department | Should -Be Press
    }

    It 'takes no value of another kind for a role' {
        Get-StudioPermission | Select-Object -First 1 | Add-PermRoleMember -User bob -ErrorVariable refused -ErrorAction SilentlyContinue
        Get-SeatRecommendation NeverSignedIn | Submit-WaitingRoomItem -Requester bob -Asset a.mp4 -Reason x -ErrorVariable +refused -ErrorAction SilentlyContinue
        { Add-PermRoleMember -Role (Get-PermRight -Kind Grant | Select-Object -First 1).Kind -User bob } | Should -Throw '*is no PermRole*'
        $refused | Should -Not -BeNullOrEmpty
        Get-PermRoleMember PortalOwner, Champion | Should -BeNullOrEmpty
    }

    It 'refuses a champion of a Light profile, a missing user and the membership everyone has, and goes on' {
        'cyd', 'nobody', 'bob' | Add-PermRoleMember Champion -ErrorVariable refused -ErrorAction SilentlyContinue
        Add-PermRoleMember EndUser ann -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @(
            'ChampionTierTooLow,PermModule.Commands.AddPermRoleMemberCommand'
            'UserNotFound,PermModule.Commands.AddPermRoleMemberCommand'
            'EndUserImplied,PermModule.Commands.AddPermRoleMemberCommand')
        $refused.TargetObject | Should -Be cyd, nobody, ann
        (Get-PermRoleMember Champion).UserName | Should -Be bob
    }

    It 'changes nothing with -WhatIf, and reports what would be refused' {
        (Add-PermRoleMember Champion ann, cyd -WhatIf -PassThru -ErrorVariable refused -ErrorAction SilentlyContinue).UserName | Should -Be ann
        $refused.FullyQualifiedErrorId | Should -Be 'ChampionTierTooLow,PermModule.Commands.AddPermRoleMemberCommand'
        Get-PermRoleMember Champion | Should -BeNullOrEmpty
    }
}
