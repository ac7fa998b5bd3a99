BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Add-PermGroupMember' {
    BeforeEach {
        $null = New-TestStore
        $null = 'Sales', 'Legal' | New-PermGroup
        $null = 'ann', 'bob', 'cyd' | ForEach-Object { New-PermUser $_ }
    }

    It 'adds users to groups by name and returns nothing without -PassThru' {
        Add-PermGroupMember Sales, Legal ann, BOB | Should -BeNullOrEmpty
        (Get-PermGroup).MemberCount | Should -Be 2, 2
        (Get-PermUser bob).Groups | Should -Be Legal, Sales
    }

    It 'takes users by pipe, as objects and names' {
        $added = Get-PermUser a*, b* | Add-PermGroupMember Sales -PassThru
        $added | Should -BeOfType (Get-CoreType GroupMember)
        $added.UserName | Should -Be ann, bob
        $added.Group | Should -Be Sales, Sales
        'cyd' | Add-PermGroupMember -Group (Get-PermGroup Legal)
        (Get-PermGroupMember Legal).UserName | Should -Be cyd
    }

    It 'takes rows of a CSV by property name' {
        Set-Content "$TestDrive/members.csv" "Group,User`nSales,ann`nLegal,ann`nSales,bob"
        Import-Csv "$TestDrive/members.csv" | Add-PermGroupMember
        (Get-PermGroupMember Sales).UserName | Should -Be ann, bob
        (Get-PermGroupMember Legal).UserName | Should -Be ann
    }

    It 'takes what Get-PermGroupMember wrote to a file' {
        Add-PermGroupMember Sales ann, bob
        Get-PermGroupMember | Export-Csv "$TestDrive/kept.csv"
        Remove-PermGroupMember Sales ann, bob -Confirm:$false
        Import-Csv "$TestDrive/kept.csv" | Add-PermGroupMember
        (Get-PermGroupMember).UserName | Should -Be ann, bob
    }

    It 'changes nothing the second time' {
        Add-PermGroupMember Sales ann
        $before = (Test-PermStore -Detailed | Where-Object Name -EQ AuditChain).Message
        Add-PermGroupMember Sales ann, ann
        (Get-PermGroup Sales).MemberCount | Should -Be 1
        (Test-PermStore -Detailed | Where-Object Name -EQ AuditChain).Message | Should -Be $before
    }

    It 'reports each bad record with its own error, and the next goes on' {
        'ann', 'nobody', 'bob' | Add-PermGroupMember Sales, nowhere -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @(
            'GroupNotFound,PermModule.Commands.AddPermGroupMemberCommand'
            'UserNotFound,PermModule.Commands.AddPermGroupMemberCommand'
            'GroupNotFound,PermModule.Commands.AddPermGroupMemberCommand'
            'GroupNotFound,PermModule.Commands.AddPermGroupMemberCommand')
        $refused.TargetObject | Should -Be nowhere, nobody, nowhere, nowhere
        (Get-PermGroupMember).UserName | Should -Be ann, bob
    }

    It 'applies nothing after the first bad record with -ErrorAction Stop' {
        { 'ann', 'nobody', 'bob' | Add-PermGroupMember Sales -ErrorAction Stop } | Should -Throw -ErrorId 'UserNotFound,PermModule.Commands.AddPermGroupMemberCommand'
        (Get-PermGroupMember).UserName | Should -Be ann
    }

    It 'changes nothing with -WhatIf, and reports what would be refused' {
        (Get-PermUser | Add-PermGroupMember Sales -WhatIf -PassThru).UserName | Should -Be ann, bob, cyd
        'nobody' | Add-PermGroupMember Sales -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'UserNotFound,PermModule.Commands.AddPermGroupMemberCommand'
        Get-PermGroupMember | Should -BeNullOrEmpty
        (Get-PermGroup).MemberCount | Should -Be 0, 0
    }

    It 'adds a hundred thousand from one pipeline, the second half like the first' {
        $names = 1..100000 | ForEach-Object { 'u{0:000000}' -f $_ }
        Set-Content "$TestDrive/many.csv" (@('UserName') + $names)
        (Import-PermUser "$TestDrive/many.csv" -Profile Viewer).Created | Should -Be 100000
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $seconds = @{}
        $names | ForEach-Object {
            if ($_ -eq 'u050001') { $seconds.Half = $clock.Elapsed.TotalSeconds }
            $_
        } | Add-PermGroupMember Legal
        $seconds.Whole = $clock.Elapsed.TotalSeconds
        (Get-PermGroup Legal).MemberCount | Should -Be 100000
        (Get-PermUser -Group Legal | Measure-Object).Count | Should -Be 100000
        Test-PermStore | Should -BeTrue
        Write-Information ('100,000 members added in {0:n1} s, the first half in {1:n1} s' -f $seconds.Whole, $seconds.Half) -InformationAction Continue
    }
}
