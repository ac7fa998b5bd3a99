BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Set-PermGroup' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermGroup Sales -Description 'Sells'
        $null = New-PermGroup Legal
        $null = New-PermUser ann -Group Sales
    }

    It 'renames and keeps members and description' {
        Set-PermGroup sales Retail | Should -BeNullOrEmpty
        $group = Get-PermGroup Retail
        $group.Description, $group.MemberCount | Should -Be 'Sells', 1
        (Get-PermUser ann).Groups | Should -Be Retail
    }

    It 'describes by pipe, as objects and names, and returns them with -PassThru' {
        $set = Get-PermGroup | Set-PermGroup -Description 'both' -PassThru
        $set.Name | Should -Be Legal, Sales
        (Get-PermGroup).Description | Should -Be both, both
        'Sales' | Set-PermGroup -Description ''
        (Get-PermGroup Sales).Description | Should -BeNullOrEmpty
    }

    It 'refuses a missing group and a name that is taken' {
        'nowhere', 'Sales' | Set-PermGroup -NewName Legal -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'GroupNotFound,PermModule.Commands.SetPermGroupCommand', 'GroupAlreadyExists,PermModule.Commands.SetPermGroupCommand'
        $refused.TargetObject | Should -Be nowhere, Legal
    }

    It 'tells who decided from an old reading, and keeps what the other wrote' {
        $read = Get-PermGroup Sales
        Set-PermGroup Sales -Description theirs
        $read | Set-PermGroup -Description mine -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId, $refused.TargetObject | Should -Be 'ConcurrentChange,PermModule.Commands.SetPermGroupCommand', Sales
        $read | Set-PermGroup -NewName Retail
        (Get-PermGroup Retail).Description | Should -Be theirs
    }

    It 'changes nothing with -WhatIf' {
        (Set-PermGroup Sales Retail -WhatIf -PassThru).Name | Should -Be Retail
        (Get-PermGroup).Name | Should -Be Legal, Sales
    }
}
