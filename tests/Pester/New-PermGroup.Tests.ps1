BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'New-PermGroup' {
    BeforeEach { $null = New-TestStore }

    It 'returns what it made' {
        $group = New-PermGroup Sales -Description 'Sells'
        $group | Should -BeOfType PermGroup
        $group.Name, $group.Description, $group.MemberCount | Should -Be 'Sales', 'Sells', 0
        (Get-PermGroup).Name | Should -Be Sales
    }

    It 'takes names by pipe and rows of a CSV by property name' {
        $null = 'A', 'B' | New-PermGroup
        $null = "Name,Description`nC,third`nD," | ConvertFrom-Csv | New-PermGroup
        (Get-PermGroup).Name | Should -Be A, B, C, D
        (Get-PermGroup).Description | Should -Be $null, $null, 'third', $null
    }

    It 'refuses a name that is taken in any case, and goes on' {
        $made = 'Sales', 'SALES', ' ', 'Legal' | New-PermGroup -ErrorVariable refused -ErrorAction SilentlyContinue
        $made.Name | Should -Be Sales, Legal
        $refused.FullyQualifiedErrorId | Should -Be 'GroupAlreadyExists,PermModule.Commands.NewPermGroupCommand', 'InvalidName,PermModule.Commands.NewPermGroupCommand'
        $refused[0].TargetObject | Should -Be SALES
        $refused[0].CategoryInfo.Category | Should -Be ResourceExists
    }

    It 'changes nothing with -WhatIf' {
        (New-PermGroup Sales -WhatIf).Name | Should -Be Sales
        Get-PermGroup | Should -BeNullOrEmpty
        $null = New-PermGroup Sales
        New-PermGroup Sales -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'GroupAlreadyExists,PermModule.Commands.NewPermGroupCommand'
    }
}
