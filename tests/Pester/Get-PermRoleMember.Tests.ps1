BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermRoleMember' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Editor -Department Sales -Location Oslo
        $null = New-PermUser bob -Profile Admin -Department Legal -Location Rome -Inactive
        $null = New-PermUser cyd -Department Sales
        Add-PermRoleMember Champion ann, bob
        Add-PermRoleMember PortalOwner bob
    }

    It 'lists who has which role' {
        $members = Get-PermRoleMember
        $members | Should -BeOfType (Get-CoreType RoleMember)
        $members.Role | Should -Be PortalOwner, Champion, Champion, EndUser
        $members.UserName | Should -Be bob, ann, bob, cyd
        $members.Tier | Should -Be Heavy, Regular, Heavy, Light
        $members.IsActive | Should -Be $false, $true, $false, $true
        $members[1].Department, $members[1].Location | Should -Be Sales, Oslo
    }

    It 'finds by role, user, department and location' {
        (Get-PermRoleMember Champion -Location r*).UserName | Should -Be bob
        (Get-PermRoleMember -Department sales).UserName | Should -Be ann, cyd
        (Get-PermRoleMember -User bob).Role | Should -Be PortalOwner, Champion
        (Get-PermRoleMember EndUser cyd).UserName | Should -Be cyd
        Get-PermRoleMember EndUser ann | Should -BeNullOrEmpty
    }

    It 'takes users and roles by pipe' {
        (Get-PermUser | Get-PermRoleMember).Role | Should -Be Champion, PortalOwner, Champion, EndUser
        ('cyd', 'ann' | Get-PermRoleMember).Role | Should -Be EndUser, Champion
        (Get-PermRole Champion | Get-PermRoleMember).UserName | Should -Be ann, bob
    }

    It 'pipes into what changes users' {
        (Get-PermRoleMember Champion | Set-PermUser -JobTitle Champion -PassThru).UserName | Should -Be ann, bob
    }

    It 'streams end users: what is removed while one is handled does not come any more' {
        $null = New-TestStore
        1..2500 | ForEach-Object { [pscustomobject]@{ UserName = 'u{0:0000}' -f $_ } } | New-PermUser | Out-Null
        $names = Get-PermRoleMember EndUser | ForEach-Object {
            if ($_.UserName -eq 'u0001') { Remove-PermUser u2500 -Confirm:$false }
            $_.UserName
        }
        $names | Should -HaveCount 2499
        $names[-1] | Should -Be u2499
    }

    It 'says which user is missing' {
        'nobody', 'cyd' | Get-PermRoleMember -ErrorVariable refused -ErrorAction SilentlyContinue | Should -HaveCount 1
        $refused.FullyQualifiedErrorId | Should -Be 'UserNotFound,PermModule.Commands.GetPermRoleMemberCommand'
    }
}
