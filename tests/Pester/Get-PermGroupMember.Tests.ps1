BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermGroupMember' {
    BeforeEach {
        $null = New-TestStore
        $null = 'Sales', 'Legal', 'Press' | New-PermGroup
        $null = New-PermUser ann -Group Sales, Legal -Department North -Location Oslo -Profile Editor
        $null = New-PermUser bob -Group Sales -Inactive
    }

    It 'lists the members of a group with what matters of them' {
        $members = Get-PermGroupMember sales
        $members | Should -BeOfType (Get-CoreType GroupMember)
        $members.UserName | Should -Be ann, bob
        $members[0].Group, $members[0].Department, $members[0].Location | Should -Be Sales, North, Oslo
        $members.Tier | Should -Be Regular, Light
        $members.IsActive | Should -Be $true, $false
    }

    It 'lists all memberships, or those of some groups or users' {
        (Get-PermGroupMember).Group | Should -Be Legal, Sales, Sales
        (Get-PermGroupMember 'L*', 'P*').UserName | Should -Be ann
        (Get-PermGroupMember -User ann).Group | Should -Be Legal, Sales
        (Get-PermGroupMember Sales bob).UserName | Should -Be bob
        Get-PermGroupMember Legal bob | Should -BeNullOrEmpty
    }

    It 'takes users and groups by pipe' {
        (Get-PermUser | Get-PermGroupMember).Group | Should -Be Legal, Sales, Sales
        ('bob', 'ann' | Get-PermGroupMember Sales).UserName | Should -Be bob, ann
        (Get-PermGroup Legal | Get-PermGroupMember).UserName | Should -Be ann
    }

    It 'pipes into what changes users' {
        (Get-PermGroupMember Sales | Set-PermUser -JobTitle Seller -PassThru).UserName | Should -Be ann, bob
    }

    It 'streams: what is removed while a member is handled does not come any more' {
        $null = New-TestStore
        $null = New-PermGroup Many
        1..2500 | ForEach-Object { [pscustomobject]@{ UserName = 'u{0:0000}' -f $_; Group = 'Many' } } | New-PermUser | Out-Null
        $names = Get-PermGroupMember Many | ForEach-Object {
            if ($_.UserName -eq 'u0001') { Remove-PermUser u2500 -Confirm:$false }
            $_.UserName
        }
        $names | Should -HaveCount 2499
        $names[-1] | Should -Be u2499
    }

    It 'says which group or user is missing' {
        Get-PermGroupMember nowhere -ErrorVariable refused -ErrorAction SilentlyContinue
        'nobody' | Get-PermGroupMember -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'GroupNotFound,PermModule.Commands.GetPermGroupMemberCommand', 'UserNotFound,PermModule.Commands.GetPermGroupMemberCommand'
    }

    It 'lets users be found by group' {
        (Get-PermUser -Group sales).UserName | Should -Be ann, bob
        (Get-PermUser -Group 'L*' -Active).UserName | Should -Be ann
        Get-PermUser -Group 'x*' | Should -BeNullOrEmpty
        Get-PermUser -Group nowhere -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'GroupNotFound,PermModule.Commands.GetPermUserCommand'
    }
}
