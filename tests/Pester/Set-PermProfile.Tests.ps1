BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Set-PermProfile' {
    BeforeEach { $null = New-TestStore }

    It 'renames, also only in case, and keeps users and rights' {
        $null = New-PermUser ann -Profile Editor
        Set-PermProfile Editor -NewName EDITORS | Should -BeNullOrEmpty
        Set-PermProfile editors -NewName Editors
        (Get-PermUser ann).ProfileName, (Get-PermProfile Editors).RightCount | Should -Be Editors, 1
        Get-PermProfile Editor -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'sets and clears the description, and keeps what is not given' {
        (Set-PermProfile Admin -Description 'Runs it' -PassThru).Description | Should -Be 'Runs it'
        (Set-PermProfile Admin -NewName Boss -PassThru).Description | Should -Be 'Runs it'
        (Set-PermProfile Boss -Description '' -PassThru).Description | Should -BeNullOrEmpty
    }

    It 'moves the default, and takes it away' {
        Set-PermProfile Admin -Default
        (Get-PermProfile | Where-Object IsDefault).Name | Should -Be Admin
        Set-PermProfile Admin -Default:$false
        Get-PermProfile | Where-Object IsDefault | Should -BeNullOrEmpty
    }

    It 'takes profiles and names from the pipeline' {
        Get-PermProfile | Set-PermProfile -Description same
        'Admin' | Set-PermProfile -Description other
        (Get-PermProfile).Description | Should -Be other, same, same
    }

    It 'refuses a missing profile and a name that is taken, and goes on' {
        'nope', 'Admin', 'Viewer' | Set-PermProfile -NewName VIEWER -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'ProfileNotFound,PermModule.Commands.SetPermProfileCommand', 'ProfileAlreadyExists,PermModule.Commands.SetPermProfileCommand'
        $refused.TargetObject | Should -Be nope, VIEWER
        (Get-PermProfile).Name | Should -BeExactly Admin, Editor, VIEWER
    }

    It 'tells who decided from an old reading, and keeps what the other wrote' {
        $read = Get-PermProfile Admin
        Set-PermProfile Admin -Description theirs
        $read | Set-PermProfile -Description mine -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId, $refused.TargetObject | Should -Be 'ConcurrentChange,PermModule.Commands.SetPermProfileCommand', Admin
        $read | Set-PermProfile -NewName Boss
        (Get-PermProfile Boss).Description | Should -Be theirs
        Get-PermProfile Boss | Set-PermProfile -Description mine
        (Get-PermProfile Boss).Description | Should -Be mine
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-TestState
        (Set-PermProfile Admin -NewName Boss -Description x -Default -WhatIf -PassThru).Name | Should -Be Boss
        Get-TestState | Should -Be $before
    }
}
