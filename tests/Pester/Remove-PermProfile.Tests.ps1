BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Remove-PermProfile' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann
        $null = New-PermUser bob -Inactive
    }

    It 'asks nothing about what is not there' {
        $refused = $null
        Remove-PermProfile Nothing -Confirm -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'ProfileNotFound,PermModule.Commands.RemovePermProfileCommand'
    }

    It 'removes profiles without users, by name and by pipe' {
        Remove-PermProfile Admin -Confirm:$false | Should -BeNullOrEmpty
        Get-PermProfile Editor | Remove-PermProfile -Confirm:$false
        (Get-PermProfile).Name | Should -Be Viewer
    }

    It 'removes the profile that was read, and never another that got its name since' {
        $read = Get-PermProfile Editor
        $null = Set-PermProfile Editor -NewName Author
        $null = New-PermProfile Editor
        $read | Remove-PermProfile -Confirm:$false
        (Get-PermProfile).Name | Should -Be Admin, Editor, Viewer
        $read | Remove-PermProfile -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'ProfileNotFound,PermModule.Commands.RemovePermProfileCommand'
        $read | Set-PermProfile -Description 'gone' -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'ProfileNotFound,PermModule.Commands.SetPermProfileCommand'
    }

    It 'moves users in the same step, inside the seat limits' {
        $null = Set-SeatContract -Heavy 0
        Remove-PermProfile Viewer -MoveUsersTo Admin -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'SeatLimitExceeded,PermModule.Commands.RemovePermProfileCommand'
        (Get-PermUser).ProfileName | Should -Be Viewer, Viewer
        $null = Set-SeatContract -Heavy 1
        Remove-PermProfile Viewer -MoveUsersTo Admin -Confirm:$false
        (Get-PermUser).ProfileName | Should -Be Admin, Admin
        (Get-SeatUsage Heavy).Active, (Get-SeatUsage Heavy).Inactive | Should -Be 1, 1
        Test-PermStore | Should -BeTrue
    }

    It 'refuses a profile with users, a missing one, and a user in place of a profile, and goes on' {
        'Viewer', 'nope', (Get-PermUser ann), 'Admin' | Remove-PermProfile -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @('ProfileInUse', 'ProfileNotFound', 'InputObjectNotBound').ForEach({ "$_,PermModule.Commands.RemovePermProfileCommand" })
        $refused[0].Exception.Message | Should -BeLike '*2 users (1 active)*-MoveUsersTo*'
        (Get-PermProfile).Name | Should -Be Editor, Viewer
    }

    It 'asks before it removes' {
        (Get-Command Remove-PermProfile).ImplementingType.GetCustomAttributes($true).ConfirmImpact | Should -Contain High
    }

    It 'names the seat change with -WhatIf and changes nothing' {
        $before = Get-TestState
        Get-WhatIfText { Remove-PermProfile Viewer -MoveUsersTo Admin -WhatIf } | Should -BeLike "*Move users to profile 'Admin' and remove profile (seats: Heavy 0 -> 1 of unlimited, Light 1 -> 0 of unlimited)*Viewer*"
        Get-TestState | Should -Be $before
    }
}
