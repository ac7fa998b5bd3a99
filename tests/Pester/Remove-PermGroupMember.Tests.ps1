BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Remove-PermGroupMember' {
    BeforeEach {
        $null = New-TestStore
        $null = 'Sales', 'Legal' | New-PermGroup
        $null = 'ann', 'bob', 'cyd' | ForEach-Object { New-PermUser $_ -Group Sales, Legal }
    }

    It 'asks nothing about a group or user that is not there' {
        $refused = $null
        Remove-PermGroupMember Nobody ann -Confirm -ErrorVariable refused -ErrorAction SilentlyContinue
        Remove-PermGroupMember Sales nobody -Confirm -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'GroupNotFound,PermModule.Commands.RemovePermGroupMemberCommand', 'UserNotFound,PermModule.Commands.RemovePermGroupMemberCommand'
    }

    It 'takes users out by name, and who is out stays out' {
        Remove-PermGroupMember Sales ann, BOB -Confirm:$false | Should -BeNullOrEmpty
        Remove-PermGroupMember Sales ann -Confirm:$false
        (Get-PermGroup).MemberCount | Should -Be 3, 1
        (Get-PermUser ann).Groups | Should -Be Legal
    }

    It 'takes users by pipe, as objects and names' {
        $removed = Get-PermUser a* | Remove-PermGroupMember Sales -Confirm:$false -PassThru
        $removed.UserName | Should -Be ann
        'cyd' | Remove-PermGroupMember Sales -Confirm:$false
        (Get-PermGroupMember Sales).UserName | Should -Be bob
    }

    It 'writes with -PassThru who was taken out, and nobody who was not in the group' {
        Remove-PermGroupMember Sales ann -Confirm:$false
        (Remove-PermGroupMember Sales ann, bob -Confirm:$false -PassThru -WhatIf).UserName | Should -Be bob
        (Remove-PermGroupMember Sales ann, bob -Confirm:$false -PassThru).UserName | Should -Be bob
    }

    It 'takes memberships by pipe and rows of a CSV by property name' {
        Get-PermGroupMember Sales | Remove-PermGroupMember -Confirm:$false
        "Group,User`nLegal,ann" | ConvertFrom-Csv | Remove-PermGroupMember -Confirm:$false
        (Get-PermGroupMember).UserName | Should -Be bob, cyd
    }

    It 'reports each bad record with its own error, and the next goes on' {
        'nobody', 'bob' | Remove-PermGroupMember Sales -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        Remove-PermGroupMember nowhere bob -Confirm:$false -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'UserNotFound,PermModule.Commands.RemovePermGroupMemberCommand', 'GroupNotFound,PermModule.Commands.RemovePermGroupMemberCommand'
        (Get-PermGroupMember Sales).UserName | Should -Be ann, cyd
    }

    It 'changes nothing with -WhatIf' {
        Get-PermGroupMember | Remove-PermGroupMember -WhatIf
        (Get-PermGroup).MemberCount | Should -Be 3, 3
        (Get-PermGroupMember Sales).UserName | Should -Be ann, bob, cyd
    }
}
