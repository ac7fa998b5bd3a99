BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.GetPermUserCommand'
}

Describe 'Get-PermUser' {
    BeforeAll {
        $null = New-TestStore
        $null = New-PermGroup Press
        $null = New-PermProfile 'Team [1]' -Right 'Create collections'
        @'
UserName,Email,Profile,Group,Department,Location,Inactive
cyd,cyd@example.com,Admin,Press,Sales,Oslo,
ann,ann@example.org,Editor,,Sales,Bergen,
bob,,Viewer,Press,Legal,Oslo,yes
dan*,,Team [1],,,,no
'@ | ConvertFrom-Csv | New-PermUser
    }

    It 'lists users in the order of their making' {
        (Get-PermUser).UserName | Should -Be cyd, ann, bob, 'dan*'
    }

    It 'finds by name without regard to case, by wildcard, and by pipe' {
        (Get-PermUser ANN).UserName | Should -BeExactly ann
        (Get-PermUser '?[no]*').UserName | Should -Be ann, bob
        Get-PermUser 'x*' | Should -BeNullOrEmpty
        ('bob', 'a*' | Get-PermUser).UserName | Should -Be bob, ann
        ([pscustomobject]@{ UserName = 'cyd' } | Get-PermUser).UserName | Should -Be cyd
        (Get-PermUser 'dan`*').UserName | Should -Be 'dan*'
    }

    It 'finds by <Filter.Keys> <Filter.Values>' -ForEach @(
        @{ Filter = @{ UserName = '???' }; Found = 'cyd', 'ann', 'bob' }
        @{ Filter = @{ UserName = '[ac]*' }; Found = 'cyd', 'ann' }
        @{ Filter = @{ UserName = '*' }; Found = 'cyd', 'ann', 'bob', 'dan*' }
        @{ Filter = @{ Email = '*@example.com' }; Found = 'cyd' }
        @{ Filter = @{ Profile = 'admin', 'View*' }; Found = 'cyd', 'bob' }
        @{ Filter = @{ Group = 'press' }; Found = 'cyd', 'bob' }
        @{ Filter = @{ Tier = 'Heavy', 'Regular' }; Found = 'cyd', 'ann' }
        @{ Filter = @{ Department = 's*' }; Found = 'cyd', 'ann' }
        @{ Filter = @{ Location = 'OSLO' }; Found = 'cyd', 'bob' }
        @{ Filter = @{ Inactive = $true }; Found = 'bob' }
        @{ Filter = @{ Active = $true; Location = 'Oslo' }; Found = 'cyd' }
        @{ Filter = @{ Right = 'Upload assets' }; Found = 'ann' }
        @{ Filter = @{ NeverSignedIn = $true; Active = $true; First = 1 }; Found = 'cyd' }
        @{ Filter = @{ Skip = 1; First = 2 }; Found = 'ann', 'bob' }
    ) {
        (Get-PermUser @Filter).UserName | Should -Be $Found
    }

    It 'takes a profile object for itself, whatever its name holds' {
        (Get-PermUser -Profile (Get-PermProfile 'Team `[1`]')).UserName | Should -Be 'dan*'
    }

    It 'finds who has not been seen' {
        Get-PermUser -NotSeenFor 1 | Should -BeNullOrEmpty
        Get-PermUser -NotSeenFor '90d' | Should -BeNullOrEmpty
        (Get-PermUser -NeverSignedIn).Count | Should -Be 4
    }

    It 'refuses <Filter.Keys> <Filter.Values> with <ErrorId>' -ForEach @(
        @{ Filter = @{ UserName = 'nobody' }; ErrorId = 'UserNotFound' }
        @{ Filter = @{ Profile = 'nobody' }; ErrorId = 'ProfileNotFound' }
        @{ Filter = @{ Group = 'nobody' }; ErrorId = 'GroupNotFound' }
        @{ Filter = @{ Right = 'nobody' }; ErrorId = 'RightNotFound' }
        @{ Filter = @{ Department = '[z-a]' }; ErrorId = 'InvalidPattern' }
    ) {
        Get-PermUser @Filter -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "$ErrorId,$id"
        $refused.TargetObject | Should -Be @($Filter.Values)[0]
    }

    It 'goes on behind a name that does not exist' {
        ('nobody', 'ann' | Get-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue).UserName | Should -Be ann
        $refused.FullyQualifiedErrorId | Should -Be "UserNotFound,$id"
    }

    It 'streams: what is changed on the way is read as it is then, and a stopped pipeline leaves nothing open' {
        Get-PermUser | Select-Object -First 1 | Set-PermUser -JobTitle Lead
        (Get-PermUser cyd).JobTitle | Should -Be Lead
        Get-PermUser | Set-PermUser -JobTitle ''
        (Get-PermUser | Where-Object JobTitle).Count | Should -Be 0
    }

    It 'refuses -Active with -Inactive, which nobody is' {
        { Get-PermUser -Active -Inactive } | Should -Throw -ErrorId 'ConflictingFilters,PermModule.Commands.GetPermUserCommand'
    }
}
