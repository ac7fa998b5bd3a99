BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Copy-PermProfile' {
    BeforeEach { $null = New-TestStore }

    It 'makes a profile with the same rights that is not the default' {
        $copy = Copy-PermProfile Viewer Guest
        $copy.Rights, $copy.Tier, $copy.IsDefault, $copy.TotalUsers | Should -Be (Get-PermProfile Viewer).Rights, Light, $false, 0
        Compare-PermProfile Viewer Guest | Should -BeNullOrEmpty
    }

    It 'takes a profile from the pipeline' {
        (Get-PermProfile Admin | Copy-PermProfile -NewName Boss).Name | Should -Be Boss
    }

    It 'refuses a missing profile and a name that is taken' {
        'nope', 'Admin' | Copy-PermProfile -NewName Viewer -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'ProfileNotFound,PermModule.Commands.CopyPermProfileCommand', 'ProfileAlreadyExists,PermModule.Commands.CopyPermProfileCommand'
    }

    It 'copies a profile with a right for maintenance, which somebody let in' {
        Grant-PermRight Admin 'Manage content customization' -AllowMaintenance
        (Copy-PermProfile Admin Boss).RightCount | Should -Be 2
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TestState
        (Copy-PermProfile Admin Boss -WhatIf).Tier | Should -Be Heavy
        Get-TestState | Should -Be $before
    }
}
