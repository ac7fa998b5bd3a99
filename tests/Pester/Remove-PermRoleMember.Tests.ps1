BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Remove-PermRoleMember' {
    BeforeEach {
        $null = New-TestStore
        'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Editor -Department Sales }
        Add-PermRoleMember Champion ann, bob
        Add-PermRoleMember PortalOwner ann
    }

    It 'asks nothing about a user that is not there' {
        $refused = $null
        Remove-PermRoleMember PortalOwner nobody -Confirm -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'UserNotFound,PermModule.Commands.RemovePermRoleMemberCommand'
    }

    It 'takes a role away by name and leaves users without it as they are' {
        Remove-PermRoleMember Champion ann -Confirm:$false | Should -BeNullOrEmpty
        Remove-PermRoleMember Champion ann -Confirm:$false
        (Get-PermRoleMember Champion).UserName | Should -Be bob
        (Get-PermRoleMember PortalOwner).UserName | Should -Be ann
    }

    It 'takes users and members by pipe' {
        (Get-PermUser ann | Remove-PermRoleMember PortalOwner -Confirm:$false -PassThru).UserName | Should -Be ann
        Get-PermRoleMember Champion -Department Sales | Remove-PermRoleMember -Confirm:$false
        (Get-PermRoleMember).Role | Should -Be EndUser, EndUser
    }

    It 'takes a role away only where it is for the department that is named' {
        'ann', 'bob' | Remove-PermRoleMember Champion -Department Legal -Confirm:$false
        (Get-PermRoleMember Champion).UserName | Should -Be ann, bob
        'ann', 'bob' | Remove-PermRoleMember Champion -Department 's*' -Confirm:$false
        Get-PermRoleMember Champion | Should -BeNullOrEmpty
    }

    It 'writes with -PassThru who lost the role, and nobody who has it for another department or not at all' {
        Remove-PermRoleMember Champion ann, bob -Department Legal -Confirm:$false -PassThru | Should -BeNullOrEmpty
        (Remove-PermRoleMember PortalOwner ann, bob -Confirm:$false -PassThru).UserName | Should -Be ann
    }

    It 'refuses a missing user and the membership everyone has' {
        'nobody', 'bob' | Remove-PermRoleMember Champion -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        Remove-PermRoleMember EndUser bob -Confirm:$false -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'UserNotFound,PermModule.Commands.RemovePermRoleMemberCommand', 'EndUserImplied,PermModule.Commands.RemovePermRoleMemberCommand'
        (Get-PermRoleMember Champion).UserName | Should -Be ann
    }

    It 'changes nothing with -WhatIf' {
        Get-PermRoleMember PortalOwner, Champion | Remove-PermRoleMember -WhatIf
        (Get-PermRoleMember PortalOwner, Champion).UserName | Should -Be ann, ann, bob
    }
}
