BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Remove-PermGroup' {
    BeforeEach {
        $null = New-TestStore
        $null = 'Sales', 'Legal', 'Press' | New-PermGroup
        $null = New-PermUser ann -Group Sales, Legal
    }

    It 'asks nothing about what is not there' {
        $refused = $null
        Remove-PermGroup Nobody -Confirm -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'GroupNotFound,PermModule.Commands.RemovePermGroupCommand'
    }

    It 'removes by name and leaves the members' {
        Remove-PermGroup sales -Confirm:$false | Should -BeNullOrEmpty
        (Get-PermGroup).Name | Should -Be Legal, Press
        (Get-PermUser ann).Groups | Should -Be Legal
    }

    It 'removes by pipe, as objects and names, and returns them with -PassThru' {
        (Get-PermGroup Sales | Remove-PermGroup -Confirm:$false -PassThru).MemberCount | Should -Be 1
        'Legal', 'Press' | Remove-PermGroup -Confirm:$false
        Get-PermGroup | Should -BeNullOrEmpty
    }

    It 'removes the group that was read, and never another that got its name since' {
        $read = Get-PermGroup Sales
        Set-PermGroup Sales -NewName Field
        $null = New-PermGroup Sales
        $read | Remove-PermGroup -Confirm:$false
        (Get-PermGroup).Name | Should -Be Legal, Press, Sales
        $read | Remove-PermGroup -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'GroupNotFound,PermModule.Commands.RemovePermGroupCommand'
    }

    It 'says which group is missing and goes on' {
        'nowhere', 'Press' | Remove-PermGroup -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'GroupNotFound,PermModule.Commands.RemovePermGroupCommand'
        (Get-PermGroup).Name | Should -Be Legal, Sales
    }

    It 'changes nothing with -WhatIf' {
        Get-PermGroup | Remove-PermGroup -WhatIf
        (Get-PermGroup).MemberCount | Should -Be 1, 0, 1
    }

    It 'asks before it removes' {
        [PermModule.Commands.RemovePermGroupCommand].GetCustomAttributes($true).Where{ $_ -is [Management.Automation.CmdletAttribute] }.ConfirmImpact | Should -Be High
    }
}
