BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermRole' {
    BeforeAll {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Editor
        $null = New-PermUser bob
        Add-PermRoleMember Champion ann
    }

    It 'lists the roles with what is expected and how many have them' {
        $roles = Get-PermRole
        $roles | Should -BeOfType (Get-CoreType PermRoleInfo)
        $roles.Role | Should -Be PortalOwner, Champion, EndUser
        $roles.Minimum | Should -Be 1, 1, 0
        $roles.MemberCount | Should -Be 0, 1, 1
        $roles[0].Duties | Should -Contain 'Train the champions'
        $roles[0].Practices.Count | Should -Be 5
        $roles[1].Description | Should -BeLike '*department or location*'
    }

    It 'takes roles by parameter and by pipe' {
        (Get-PermRole EndUser, Champion).Role | Should -Be EndUser, Champion
        ('Champion', 'PortalOwner' | Get-PermRole).Role | Should -Be Champion, PortalOwner
    }

    It 'refuses a role that there is not' {
        { Get-PermRole Boss } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,PermModule.Commands.GetPermRoleCommand'
    }
}
